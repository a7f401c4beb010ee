import { disposeElement } from '../element-tensors';

/** What {@link map} needs besides its source. */
export interface MapPlan<In, Out> {
  readonly transform: (element: In, index: number) => Out | Promise<Out>;
  /** How many elements are worked on at once. */
  readonly parallelism: number;
}

/**
 * Puts every element through a function, several at a time, and keeps their order. What the result does not hold of
 * an element's tensors is disposed.
 */
export async function* map<In, Out>(
  source: AsyncIterable<In>,
  { transform, parallelism }: MapPlan<In, Out>,
): AsyncGenerator<Out> {
  const iterator = source[Symbol.asyncIterator]();
  const running: Promise<Out>[] = [];
  let ended = false;
  let index = 0;
  try {
    for (;;) {
      while (!ended && running.length < parallelism) {
        const read = await iterator.next();
        if (read.done) ended = true;
        else running.push(start(transform, read.value, index++));
      }
      const next = running.shift();
      if (next === undefined) return;
      yield await next;
    }
  } finally {
    for (const result of await Promise.allSettled(running)) {
      if (result.status === 'fulfilled') disposeElement(result.value);
    }
    await iterator.return?.();
  }
}

function start<In, Out>(transform: MapPlan<In, Out>['transform'], element: In, index: number): Promise<Out> {
  const result = apply(transform, element, index);
  // It is awaited in its turn; until then a rejection must not count as unhandled.
  result.catch(() => {});
  return result;
}

async function apply<In, Out>(
  transform: MapPlan<In, Out>['transform'],
  element: In,
  index: number,
): Promise<Out> {
  try {
    const result = await transform(element, index);
    disposeElement(element, result);
    return result;
  } catch (error) {
    disposeElement(element);
    throw error;
  }
}

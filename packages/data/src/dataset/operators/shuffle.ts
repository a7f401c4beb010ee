import type { Mt19937 } from '@imgclf/runtime';
import { disposeElement } from '../element-tensors';

/** Yields, each time, one element drawn at random from a buffer of the next `bufferSize` ones. */
export async function* shuffle<T>(
  source: AsyncIterable<T>,
  bufferSize: number,
  generator: Mt19937,
): AsyncGenerator<T> {
  const buffer: T[] = [];
  const draw = (): T => {
    const chosen = generator.bounded(buffer.length - 1);
    const last = buffer.pop() as T;
    if (chosen === buffer.length) return last;
    const element = buffer[chosen] as T;
    buffer[chosen] = last;
    return element;
  };
  try {
    for await (const element of source) {
      buffer.push(element);
      if (buffer.length === bufferSize) yield draw();
    }
    while (buffer.length > 0) yield draw();
  } finally {
    for (const element of buffer) disposeElement(element);
  }
}

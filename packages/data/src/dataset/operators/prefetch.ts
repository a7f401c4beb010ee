import { disposeElement } from '../element-tensors';

/** Reads up to `count` elements ahead of the consumer, while it works on the one before. */
export async function* prefetch<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const ahead: Promise<IteratorResult<T>>[] = [];
  try {
    for (;;) {
      while (ahead.length <= count) ahead.push(request(iterator));
      const read = await (ahead.shift() as Promise<IteratorResult<T>>);
      if (read.done) return;
      yield read.value;
    }
  } finally {
    // Asking the source to stop first lets it drop work that nobody will see.
    const stopped = iterator.return?.();
    for (const result of await Promise.allSettled(ahead)) {
      if (result.status === 'fulfilled' && !result.value.done) disposeElement(result.value.value);
    }
    await stopped;
  }
}

function request<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const read = iterator.next();
  // It is awaited in its turn; until then a rejection must not count as unhandled.
  read.catch(() => {});
  return read;
}

import { disposeElement } from '../element-tensors';

/** The first `count` elements; the source is stopped after them. */
export async function* take<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  if (left === 0) return;
  for await (const element of source) {
    yield element;
    if (--left === 0) return;
  }
}

/** What comes after the first `count` elements. */
export async function* skip<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  for await (const element of source) {
    if (left === 0) yield element;
    else {
      left--;
      disposeElement(element);
    }
  }
}

/** The source again and again, `count` times. A source that turns out empty ends it. */
export async function* repeat<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  for (let round = 0; round < count; round++) {
    let empty = true;
    for await (const element of source) {
      empty = false;
      yield element;
    }
    if (empty) return;
  }
}

import { collate, uncollate } from '../collate';
import { disposeElement } from '../element-tensors';

/** Groups elements by `size` and joins each group; the last group may be smaller unless it is to be dropped. */
export async function* batch(
  source: AsyncIterable<unknown>,
  size: number,
  dropRemainder: boolean,
): AsyncGenerator<unknown> {
  let pending: unknown[] = [];
  try {
    for await (const element of source) {
      pending.push(element);
      if (pending.length < size) continue;
      const group = pending;
      pending = [];
      yield collate(group);
    }
    if (pending.length === 0 || dropRemainder) return;
    const rest = pending;
    pending = [];
    yield collate(rest);
  } finally {
    for (const element of pending) disposeElement(element);
  }
}

/** The examples of every batch, one by one. */
export async function* unbatch(source: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  let examples: unknown[] = [];
  try {
    for await (const element of source) {
      examples = uncollate(element).reverse();
      while (examples.length > 0) yield examples.pop();
    }
  } finally {
    for (const example of examples) disposeElement(example);
  }
}

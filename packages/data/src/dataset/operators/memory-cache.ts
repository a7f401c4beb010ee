import { Tensor } from '@tensorflow/tfjs-core';
import { disposeElement, mapLeaves } from '../element-tensors';

/**
 * Keeps the elements of the first complete pass and gives copies of them in every later one. Tensor copies share the
 * kept tensor's memory. A pass that ends early keeps nothing.
 */
export class MemoryCache<T> {
  readonly #source: AsyncIterable<T>;
  #kept: readonly T[] | undefined;

  constructor(source: AsyncIterable<T>) {
    this.#source = source;
  }

  /** One pass: from the source the first time, from memory afterwards. */
  async *read(): AsyncGenerator<T> {
    if (this.#kept !== undefined) {
      for (const element of this.#kept) yield copyOf(element);
      return;
    }
    const filling: T[] = [];
    let complete = false;
    try {
      for await (const element of this.#source) {
        filling.push(element);
        yield copyOf(element);
      }
      complete = this.#kept === undefined;
      if (complete) this.#kept = filling;
    } finally {
      if (!complete) for (const element of filling) disposeElement(element);
    }
  }

  /** Frees what is kept. The next pass reads the source again. */
  dispose(): void {
    for (const element of this.#kept ?? []) disposeElement(element);
    this.#kept = undefined;
  }
}

function copyOf<T>(element: T): T {
  return mapLeaves(element, (leaf) => (leaf instanceof Tensor ? leaf.clone() : leaf)) as T;
}

import { backend, clone, dispose, type Tensor } from '@tensorflow/tfjs-core';
import { backendMemory } from './backend-memory';
import { copyRows, pickRows, type Rows, rowsTensor } from './rows';

/**
 * Tensors of picked rows that take over the memory of the ones before, so that a batch costs one copy and no
 * allocation. A tensor that anyone still holds, or a clone of it, is left as it is; so is every tensor on backends whose
 * memory cannot be written to.
 */
export class ReusedTensors {
  readonly #kept = new Map<number, Tensor>();

  /** A tensor of the rows at these places, which the caller disposes. */
  make(rows: Rows, places: Uint32Array): Tensor {
    const kept = this.#kept.get(places.length);
    const memory = kept === undefined || isShared(kept) ? undefined : backendMemory(kept);
    if (kept === undefined || memory === undefined) return this.#makeNew(rows, places);
    copyRows(rows, places, memory);
    return clone(kept);
  }

  /** Frees what is kept; tensors that were handed out stay. */
  dispose(): void {
    dispose([...this.#kept.values()]);
    this.#kept.clear();
  }

  #makeNew(rows: Rows, places: Uint32Array): Tensor {
    const made = rowsTensor(pickRows(rows, places));
    if (backendMemory(made) === undefined) return made;
    this.#kept.get(places.length)?.dispose();
    this.#kept.set(places.length, made);
    return clone(made);
  }
}

function isShared({ dataId }: Tensor): boolean {
  return backend().refCount(dataId) > 1;
}

import { backend, clone, dispose, type Tensor } from '@tensorflow/tfjs-core';
import { backendMemory } from './backend-memory';
import { copyRows, pickRows, type Rows, rowsTensor } from './rows';

/**
 * Tensors of picked rows that on WebAssembly take over the memory of the ones before, rather than allocate some for each. A
 * tensor that anyone still holds, or a clone of it, is left as it is. Other backends make every tensor anew: tfjs-node
 * goes on using the array that a tensor was made of.
 */
export class ReusedTensors {
  /** Tensors by their number of rows, whose clones are handed out. */
  readonly #kept = new Map<number, Tensor>();

  /** A tensor of the rows at these places, which the caller disposes. */
  make(rows: Rows, places: Uint32Array): Tensor {
    if (rows.dtype !== 'float32') return rowsTensor(pickRows(rows, places));
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

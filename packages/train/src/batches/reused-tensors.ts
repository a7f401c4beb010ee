import { backend, clone, dispose, getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { backendMemory } from './backend-memory';
import { copyRows, pickRows, type Rows, rowsTensor } from './rows';

/**
 * Tensors of picked rows that are made without allocating memory for each: on WebAssembly they take over the memory of
 * the ones before, on tfjs-node the rows are gathered in one array again and again. A tensor that anyone still holds, or a
 * clone of it, is left as it is. Other backends make every tensor anew.
 */
export class ReusedTensors {
  /** Tensors by their number of rows, whose clones are handed out. */
  readonly #kept = new Map<number, Tensor>();
  #gathered = new Float32Array(0);

  /** A tensor of the rows at these places, which the caller disposes. */
  make(rows: Rows, places: Uint32Array): Tensor {
    if (rows.dtype !== 'float32') return rowsTensor(pickRows(rows, places));
    if (getBackend() === 'tensorflow') return this.#makeUploaded(rows, places);
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

  /** TensorFlow copies a tensor's numbers when it is first used: at once, so that the array can be written over. */
  #makeUploaded(rows: Rows, places: Uint32Array): Tensor {
    const shape = [places.length, ...rows.shape.slice(1)];
    const size = shape.reduce((product, length) => product * length, 1);
    if (this.#gathered.length < size) this.#gathered = new Float32Array(size);
    const values = this.#gathered.subarray(0, size);
    copyRows(rows, places, values);
    const made = tensor(values, shape);
    (backend() as unknown as UploadingBackend).getInputTensorIds([made]);
    return made;
  }
}

/** The part of tfjs-node's backend that gives TensorFlow a tensor's numbers. */
interface UploadingBackend {
  getInputTensorIds(tensors: readonly Tensor[]): number[];
}

function isShared({ dataId }: Tensor): boolean {
  return backend().refCount(dataId) > 1;
}

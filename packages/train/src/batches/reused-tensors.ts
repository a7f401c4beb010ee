import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { backend, gather, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { RowGather } from './row-gather';
import { type HeldRows, pickRows, type Rows, rowsTensor } from './rows';
import { sameMemory } from './same-memory';

/**
 * Tensors of picked rows that on WebAssembly take over the memory of the ones before, rather than allocate some for each. A
 * tensor whose memory anyone still holds is left as it is. Other backends make every tensor anew, tfjs-node by TensorFlow's
 * own gather: it goes on using an array that a tensor was made of, so that each would need a new one.
 */
export class ReusedTensors {
  readonly #rows: Rows | HeldRows;
  /** By their number of rows. What they gather into is handed out. */
  readonly #gathers = new Map<number, RowGather>();

  /** @param rows stay the caller's, and must stay where they are */
  constructor(rows: Rows | HeldRows) {
    this.#rows = rows;
  }

  /** A tensor of the rows at these places, which the caller disposes. */
  make(places: Uint32Array): Tensor {
    const rows = this.#rows;
    if ('data' in rows) return rowsTensor(pickRows(rows, places));
    const kernels = runningWasmKernels();
    if (kernels === undefined)
      return tidy(() => gather(rows.tensor, tensor1d(Int32Array.from(places), 'int32')));
    const known = this.#unshared(places.length) ?? new RowGather(kernels, rows.tensor, places.length);
    this.#gathers.set(places.length, known);
    known.run(places);
    return sameMemory(known.target);
  }

  /** Frees what is kept; tensors that were handed out stay. */
  dispose(): void {
    for (const gather of this.#gathers.values()) gather.dispose();
    this.#gathers.clear();
  }

  #unshared(count: number): RowGather | undefined {
    const known = this.#gathers.get(count);
    if (known === undefined || backend().refCount(known.target.dataId) === 1) return known;
    known.dispose();
    this.#gathers.delete(count);
    return undefined;
  }
}

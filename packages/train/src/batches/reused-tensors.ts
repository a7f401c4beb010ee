import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { backend, type Tensor } from '@tensorflow/tfjs-core';
import { RowGather } from './row-gather';
import { pickRows, type Rows, rowsTensor } from './rows';
import { sameMemory } from './same-memory';

/**
 * Tensors of picked rows that on WebAssembly take over the memory of the ones before, rather than allocate some for each. A
 * tensor whose memory anyone still holds is left as it is. Other backends make every tensor anew: tfjs-node goes on using
 * the array that a tensor was made of.
 */
export class ReusedTensors {
  readonly #rows: Rows;
  /** By their number of rows. What they gather into is handed out. */
  readonly #gathers = new Map<number, RowGather>();

  /** @param rows stay the caller's, and must stay where they are */
  constructor(rows: Rows) {
    this.#rows = rows;
  }

  /** A tensor of the rows at these places, which the caller disposes. */
  make(places: Uint32Array): Tensor {
    const gather = this.#gather(places.length);
    if (gather === undefined) return rowsTensor(pickRows(this.#rows, places));
    gather.run(places);
    return sameMemory(gather.target);
  }

  /** Frees what is kept; tensors that were handed out stay. */
  dispose(): void {
    for (const gather of this.#gathers.values()) gather.dispose();
    this.#gathers.clear();
  }

  #gather(count: number): RowGather | undefined {
    const known = this.#gathers.get(count);
    if (known !== undefined && backend().refCount(known.target.dataId) === 1) return known;
    known?.dispose();
    this.#gathers.delete(count);
    const kernels = runningWasmKernels();
    const { tensor } = this.#rows;
    if (kernels === undefined || tensor === undefined) return undefined;
    const made = new RowGather(kernels, tensor, count);
    this.#gathers.set(count, made);
    return made;
  }
}

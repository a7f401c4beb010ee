import { backend, getBackend, getKernel, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

/** A TensorFlow.js backend, as far as we use it. */
interface KernelBackend {
  write(values: Float32Array, shape: number[], dtype: 'float32'): object;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

/** The kernels of the current TensorFlow.js backend, called without tape, tidy and dispatch in between. */
export class Kernels {
  readonly #name = getBackend();
  readonly #backend = backend() as unknown as KernelBackend;
  readonly #constants = new Map<string, TensorInfo>();
  #made: TensorInfo[] | undefined;

  /** Runs a kernel with one output, which is the caller's, or the {@link scope}'s where one is open. */
  run(
    name: string,
    inputs: Readonly<Record<string, TensorInfo | undefined>>,
    attrs: object = {},
  ): TensorInfo {
    const kernel = getKernel(name, this.#name);
    const call = { inputs: inputs as never, attrs: attrs as NamedAttrMap, backend: this.#backend };
    const output = kernel.kernelFunc(call as never) as TensorInfo;
    this.#made?.push(output);
    return output;
  }

  /** Runs `make` and frees what kernels made in it, but for what it returns. */
  scope<Made extends readonly TensorInfo[]>(make: () => Made): Made {
    const outer = this.#made;
    const made: TensorInfo[] = [];
    this.#made = made;
    try {
      const kept = make();
      const ids = new Set<object>(kept.map(({ dataId }) => dataId));
      for (const info of made) if (!ids.has(info.dataId)) this.free(info);
      return kept;
    } finally {
      this.#made = outer;
    }
  }

  /** Numbers of the host's. */
  upload(values: Float32Array, shape: readonly number[]): TensorInfo {
    const own = [...shape];
    return { dataId: this.#backend.write(values, own, 'float32'), shape: own, dtype: 'float32' };
  }

  /** A number that stays until {@link dispose}. */
  constant(value: number): TensorInfo {
    return this.keep(`${value}`, () => this.upload(Float32Array.of(value), []));
  }

  /** Makes a tensor once, under a name; it stays until {@link dispose}. */
  keep(key: string, make: () => TensorInfo): TensorInfo {
    const known = this.#constants.get(key) ?? make();
    this.#constants.set(key, known);
    return known;
  }

  free({ dataId }: TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  /** Counts one more holder of a tensor's numbers. */
  share(info: TensorInfo): TensorInfo {
    this.#backend.incRef(info.dataId);
    return info;
  }

  /** Frees the constants. */
  dispose(): void {
    for (const info of this.#constants.values()) this.free(info);
    this.#constants.clear();
  }
}

/** The same numbers in another shape. */
export function reshaped(info: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId: info.dataId, shape: [...shape], dtype: info.dtype };
}

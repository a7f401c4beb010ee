import { backend, type DataId, type Tensor } from '@tensorflow/tfjs-core';

/** A TensorFlow tensor, by its number in the native addon. */
export type Handle = number;

/** One attribute of a TensorFlow operation, as the addon takes it. */
export interface Attribute {
  name: string;
  type: number;
  value: unknown;
}

/** The native addon behind `@tensorflow/tfjs-node`, as far as we use it. */
interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): Handle;
  deleteTensor(id: Handle): void;
  tensorDataSync(id: Handle): Float32Array;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Handle[],
    outputs: number,
  ): { id: Handle }[];
}

/** What tfjs-node keeps of a tensor. */
export interface TensorData {
  shape: readonly number[];
  dtype: number;
  id: Handle;
  values: unknown;
  refCount: number;
}

/** TensorFlow.js's `tensorflow` backend, as far as we use it. */
interface NodeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  readonly tensorMap: {
    get(id: DataId): TensorData | undefined;
    set(id: DataId, data: TensorData): void;
    has(id: DataId): boolean;
  };
  getInputTensorIds(tensors: readonly Tensor[]): Handle[];
  createOutputTensor(metadata: { id: Handle; shape: readonly number[]; dtype: number }): Tensor;
}

/** TensorFlow's own operations, called through tfjs-node's addon without TensorFlow.js in between. */
export class Tensorflow {
  readonly #backend = backend() as unknown as NodeBackend;
  readonly #binding = this.#backend.binding;
  readonly #constants = new Map<string, Handle>();
  readonly onGpu = this.#backend.isUsingGpuDevice;
  /** `T = float`, which most operations want. */
  readonly float: Attribute = this.type('T', 'float');

  type(name: string, type: 'float' | 'int32' | 'int64'): Attribute {
    const numbers = {
      float: this.#binding.TF_FLOAT,
      int32: this.#binding.TF_INT32,
      int64: this.#binding.TF_INT64,
    };
    return { name, type: this.#binding.TF_ATTR_TYPE, value: numbers[type] };
  }

  text(name: string, value: string): Attribute {
    return { name, type: this.#binding.TF_ATTR_STRING, value };
  }

  integers(name: string, value: readonly number[]): Attribute {
    return { name, type: this.#binding.TF_ATTR_INT, value };
  }

  number(name: string, value: number): Attribute {
    return { name, type: this.#binding.TF_ATTR_FLOAT, value };
  }

  flag(name: string, value: boolean): Attribute {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  shape(name: string, value: readonly number[]): Attribute {
    return { name, type: this.#binding.TF_ATTR_SHAPE, value };
  }

  /** Runs an operation with one output. */
  run(name: string, attributes: readonly Attribute[], inputs: readonly Handle[]): Handle {
    return this.runAll(name, attributes, { inputs, outputs: 1 })[0] as Handle;
  }

  /** Runs an operation with any number of outputs. */
  runAll(
    name: string,
    attributes: readonly Attribute[],
    { inputs, outputs }: { inputs: readonly Handle[]; outputs: number },
  ): Handle[] {
    return this.#binding.executeOp(name, attributes, inputs, outputs).map(({ id }) => id);
  }

  /** Another handle to the same numbers. */
  copy(handle: Handle): Handle {
    return this.run('Identity', [this.float], [handle]);
  }

  /** The same numbers in another shape. */
  reshape(handle: Handle, shape: readonly number[]): Handle {
    return this.run('Reshape', [this.float, this.type('Tshape', 'int32')], [handle, this.list(shape)]);
  }

  floats(values: Float32Array, shape: readonly number[]): Handle {
    return this.#binding.createTensor(shape, this.#binding.TF_FLOAT, values);
  }

  /** A scalar that stays until {@link dispose}. */
  constant(value: number): Handle {
    return this.#keep(`${value}`, () => this.floats(Float32Array.of(value), []));
  }

  /** A list of whole numbers, such as a shape, that stays until {@link dispose}. */
  list(values: readonly number[], shape: readonly number[] = [values.length]): Handle {
    const make = () => this.#binding.createTensor(shape, this.#binding.TF_INT32, Int32Array.from(values));
    return this.#keep(`[${values}] ${shape}`, make);
  }

  /** A vector of one number that stays until {@link dispose}. */
  vector(value: number, length: number): Handle {
    return this.#keep(`${value}x${length}`, () =>
      this.floats(new Float32Array(length).fill(value), [length]),
    );
  }

  /** The floats behind a handle. */
  read(handle: Handle): Float32Array {
    return this.#binding.tensorDataSync(handle);
  }

  free(handle: Handle): void {
    this.#binding.deleteTensor(handle);
  }

  /** The handle behind a TensorFlow.js tensor, which stays the tensor's. */
  handleOf(tensor: Tensor): Handle {
    return this.#backend.getInputTensorIds([tensor])[0] as Handle;
  }

  /** A TensorFlow.js tensor that takes the handle over. */
  tensor(id: Handle, shape: readonly number[]): Tensor {
    return this.#backend.createOutputTensor({ id, shape, dtype: this.#binding.TF_FLOAT });
  }

  /** What tfjs-node keeps for a tensor's data. */
  get data(): NodeBackend['tensorMap'] {
    return this.#backend.tensorMap;
  }

  /** What to keep for floats behind a handle. */
  tensorData(id: Handle, shape: readonly number[]): TensorData {
    return { shape, dtype: this.#binding.TF_FLOAT, id, values: null, refCount: 1 };
  }

  /** Frees the constants. */
  dispose(): void {
    for (const handle of this.#constants.values()) this.free(handle);
    this.#constants.clear();
  }

  #keep(key: string, make: () => Handle): Handle {
    const known = this.#constants.get(key) ?? make();
    this.#constants.set(key, known);
    return known;
  }
}

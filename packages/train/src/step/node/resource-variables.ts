import { type DataId, dispose, engine, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Handle, TensorData, Tensorflow } from './tensorflow';

interface Mirrored {
  variable: Variable;
  /** TensorFlow's variable, which its optimisers update in place. */
  resource: Handle;
  /** The data of the TensorFlow.js variable that shows the resource. */
  dataId: DataId;
  shown: ShownData;
}

let made = 0;

/**
 * TensorFlow.js variables whose numbers live in TensorFlow's own variables, where its optimisers can update them in
 * place. The TensorFlow.js variables show the new numbers whenever anybody looks, and cost nothing until then.
 */
export class ResourceVariables {
  readonly #tensorflow: Tensorflow;
  readonly #mirrored = new Map<Variable, Mirrored>();

  constructor(tensorflow: Tensorflow) {
    this.#tensorflow = tensorflow;
  }

  /** The resource of a variable, with what the variable holds now. */
  resource(variable: Variable): Handle {
    return this.#current(variable).resource;
  }

  /** Ends the variable's view of the old numbers, so that an update need not copy them. Call it before each update. */
  release(variable: Variable): void {
    const mirrored = this.#current(variable);
    if (mirrored.shown.refCount > 1) this.#detach(mirrored);
    // Also after a change of data, in which tfjs-node looks at the number of the tensor.
    mirrored.shown.forget();
  }

  /** Gives the variables their numbers back and frees the resources. */
  dispose(): void {
    for (const { variable, resource, dataId, shown } of this.#mirrored.values()) {
      const alive = !variable.isDisposed && this.#tensorflow.data.has(dataId);
      if (alive) this.#tensorflow.data.set(dataId, plain(shown));
      this.#tensorflow.runAll('DestroyResourceOp', [], { inputs: [resource], outputs: 0 });
      this.#tensorflow.free(resource);
    }
    this.#mirrored.clear();
  }

  #current(variable: Variable): Mirrored {
    const mirrored = this.#mirrored.get(variable) ?? this.#mirror(variable);
    if (mirrored.dataId !== variable.dataId) this.#take(mirrored);
    return mirrored;
  }

  #mirror(variable: Variable): Mirrored {
    const tensorflow = this.#tensorflow;
    const attributes = [
      tensorflow.text('container', ''),
      tensorflow.text('shared_name', `imgclf-${variable.id}-${made++}`),
      tensorflow.type('dtype', 'float'),
      tensorflow.shape('shape', variable.shape),
    ];
    const resource = tensorflow.run('VarHandleOp', attributes, []);
    const mirrored = {
      variable,
      resource,
      dataId: {},
      shown: new ShownData(tensorflow, resource, variable.shape),
    };
    this.#mirrored.set(variable, mirrored);
    return mirrored;
  }

  /** Takes the numbers of a variable that is new here or has been assigned others. */
  #take(mirrored: Mirrored): void {
    const { variable, resource } = mirrored;
    const tensorflow = this.#tensorflow;
    const inputs = [resource, tensorflow.handleOf(variable)];
    tensorflow.runAll('AssignVariableOp', [tensorflow.type('dtype', 'float')], { inputs, outputs: 0 });
    this.#show(mirrored);
  }

  /** Leaves the numbers as they are to the other tensors that share them, such as clones. */
  #detach(mirrored: Mirrored): void {
    const { dataId, shown } = mirrored;
    this.#tensorflow.data.set(dataId, plain(shown));
    this.#show(mirrored);
  }

  /** Lets the variable show the resource. */
  #show(mirrored: Mirrored): void {
    const { variable, resource } = mirrored;
    const shown = new ShownData(this.#tensorflow, resource, variable.shape);
    const dataId = {};
    this.#tensorflow.data.set(dataId, shown);
    const info = { dataId, shape: variable.shape, dtype: variable.dtype };
    const tensor: Tensor = engine().makeTensorFromTensorInfo(info);
    variable.assign(tensor);
    dispose(tensor);
    Object.assign(mirrored, { dataId, shown });
  }
}

/** What tfjs-node keeps of a tensor, with the handle read from the resource when it is asked for. */
class ShownData implements TensorData {
  readonly dtype: number;
  readonly values = null;
  refCount = 1;
  #handle: Handle | undefined;

  constructor(
    readonly tensorflow: Tensorflow,
    readonly resource: Handle,
    readonly shape: readonly number[],
  ) {
    this.dtype = tensorflow.tensorData(0, shape).dtype;
  }

  get id(): Handle {
    const attributes = [this.tensorflow.type('dtype', 'float')];
    this.#handle ??= this.tensorflow.run('ReadVariableOp', attributes, [this.resource]);
    return this.#handle;
  }

  forget(): void {
    if (this.#handle !== undefined) this.tensorflow.free(this.#handle);
    this.#handle = undefined;
  }
}

/** The same numbers without the resource. */
function plain({ id, shape, dtype, refCount }: ShownData): TensorData {
  return { id, shape, dtype, values: null, refCount };
}

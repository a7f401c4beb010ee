import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Layer } from './layer';

/** One call of a layer in a model, inner models opened up. */
export interface LayerCall {
  layer: Layer;
  /** The shape of its output; null for the batch. */
  shape: readonly (number | null)[];
  /** The calls whose outputs it takes; `'input'` is the model's input. */
  inputs: readonly (LayerCall | 'input')[];
  /** How many calls take its output, the model's own output counted. */
  consumers: number;
}

/** The calls of a model's layers in an order in which each comes after its inputs. The last makes the output. */
export interface LayerGraph {
  calls: readonly LayerCall[];
  output: LayerCall;
}

/** What stands for each input tensor of an inner model where the model is called. */
type Bindings = ReadonlyMap<number, LayerCall | 'input'>;

/**
 * Opens a model up into single layer calls, or returns undefined where it is not made of plain single-output layers
 * from one input.
 */
export function layerGraph(model: LayersModel): LayerGraph | undefined {
  const [input] = model.inputs;
  const [result] = model.outputs;
  if (input === undefined || result === undefined || model.inputs.length + model.outputs.length !== 2)
    return undefined;
  const tracer = new Tracer();
  const output = tracer.trace(result, new Map([[input.id, 'input' as const]]));
  if (output === undefined || output === 'input') return undefined;
  output.consumers += 1;
  return { calls: tracer.calls, output };
}

class Tracer {
  readonly calls: LayerCall[] = [];
  readonly #made = new Map<Bindings, Map<number, LayerCall | 'input'>>();

  /** The call that makes a symbolic tensor, its inputs traced before it. */
  trace(tensor: SymbolicTensor, bindings: Bindings): LayerCall | 'input' | undefined {
    const made = this.#made.get(bindings) ?? new Map(bindings);
    this.#made.set(bindings, made);
    const known = made.get(tensor.id);
    if (known !== undefined) return known;
    const call = this.#traceNew(tensor, bindings);
    if (call !== undefined) made.set(tensor.id, call);
    return call;
  }

  #traceNew(tensor: SymbolicTensor, bindings: Bindings): LayerCall | 'input' | undefined {
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    if (node === undefined || node.inputTensors.length === 0) return undefined;
    const inputs: (LayerCall | 'input')[] = [];
    for (const from of node.inputTensors) {
      const traced = this.trace(from, bindings);
      if (traced === undefined) return undefined;
      inputs.push(traced);
    }
    if (layer instanceof LayersModel) return this.#traceInner(layer, inputs);
    for (const from of inputs) if (from !== 'input') from.consumers += 1;
    const call = { layer, shape: tensor.shape, inputs, consumers: 0 };
    this.calls.push(call);
    return call;
  }

  #traceInner(model: LayersModel, outer: readonly (LayerCall | 'input')[]): LayerCall | 'input' | undefined {
    const [result] = model.outputs;
    if (result === undefined || model.outputs.length !== 1) return undefined;
    const pairs = model.inputs.map((input, index) => [input.id, outer[index] ?? 'input'] as const);
    return this.trace(result, new Map(pairs));
  }
}

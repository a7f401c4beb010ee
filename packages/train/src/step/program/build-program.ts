import type { Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LogitActivation } from '../../losses/loss';
import { goBackwards } from '../backward/backwards';
import { type LayerCall, type LayerGraph, layerGraph } from '../graph/layer-graph';
import { lowerOpaque } from '../lowering/lower-opaque';
import { lowerings } from '../lowering/lowerings';
import type { ValueId } from './operation';
import type { Program } from './program';
import { ProgramBuilder } from './program-builder';

/** What {@link buildProgram} needs besides the model. */
export interface BuildOptions {
  /** The shape of a batch, `[batch, ...]`. */
  inputShape: readonly number[];
  /** The final activation behind which the loss takes logits. */
  logits: LogitActivation | undefined;
  /** Whether biases and relus between a convolution and a max pooling are to come after the pooling. @default false */
  poolFirst?: boolean;
}

/**
 * Turns a model into a program, or returns undefined where a layer or one of its settings has no operations: then the
 * model trains by automatic differentiation.
 */
export function buildProgram(
  model: LayersModel,
  { inputShape, logits, poolFirst = false }: BuildOptions,
): Program | undefined {
  const graph = layerGraph(model);
  if (graph === undefined || model.calculateLosses().length > 0) return undefined;
  if (model.weights.some((weight) => weight.constraint != null)) return undefined;
  const builder = new ProgramBuilder(model.trainableWeights, { poolFirst });
  const input = builder.input(inputShape);
  const found = logits !== undefined && endsIn(graph.output, logits) ? logits : undefined;
  const output = lowerAll(builder, graph, { input, withoutActivation: found !== undefined });
  if (output === undefined) return undefined;
  const forward = [...builder.operations];
  const learns = builder.tracked(output);
  const outputGradient = learns ? builder.temporary(builder.shape(output)) : undefined;
  if (outputGradient !== undefined) builder.flow(output, outputGradient);
  goBackwards(builder);
  const gradients = gradientsOf(builder, model);
  if (gradients === undefined) return undefined;
  const backward = builder.operations.slice(forward.length);
  return {
    values: builder.values,
    forward,
    backward,
    input,
    output,
    outputGradient,
    logits: found,
    gradients,
  };
}

/** Whether a layer call ends in the activation and nothing else ran the layer. */
function endsIn({ layer }: LayerCall, activation: LogitActivation): boolean {
  if (layer.getClassName() === 'Softmax') return activation === 'softmax';
  return layer.inboundNodes.length === 1 && layer.getConfig().activation === activation;
}

function lowerAll(
  builder: ProgramBuilder,
  { calls, output }: LayerGraph,
  { input, withoutActivation }: { input: ValueId; withoutActivation: boolean },
): ValueId | undefined {
  const values = new Map<LayerCall | 'input', ValueId>([['input', input]]);
  /** What several calls take, also where one of them is a layer that does nothing and hands it on. */
  const shared = new Set<ValueId>();
  for (const call of calls) {
    const inputs = call.inputs.map((from) => values.get(from) ?? -1);
    const lowering = {
      builder,
      layer: call.layer,
      config: call.layer.getConfig(),
      inputs,
      only: !shared.has(inputs[0] ?? -1),
      withoutActivation: withoutActivation && call === output,
    };
    const lower = lowerings.get(call.layer.getClassName());
    const value = lower?.(lowering) ?? lowerOpaque(lowering, call.shape);
    if (value === undefined) return undefined;
    values.set(call, value);
    if (call.consumers > 1) shared.add(value);
  }
  return values.get(output);
}

/** Each weight that learns with its gradient; undefined where nothing flows to one. */
function gradientsOf(builder: ProgramBuilder, model: LayersModel): Program['gradients'] | undefined {
  const gradients = model.trainableWeights.map((weight) => ({
    variable: weight.read() as Variable,
    gradient: builder.gradient(builder.variable(weight)),
  }));
  return gradients.every(({ gradient }) => gradient !== undefined)
    ? (gradients as Program['gradients'])
    : undefined;
}

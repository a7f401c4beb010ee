import type { ValueId } from '../program/operation';
import type { Lowering } from './lowering';

/**
 * Any layer that has nothing to learn and nothing that learns before it, such as random flips of the input: it is
 * left to TensorFlow.js. Undefined where a gradient would have to go through the layer.
 */
export function lowerOpaque(
  { builder, layer, inputs, withoutActivation }: Lowering,
  shape: readonly (number | null)[],
): ValueId | undefined {
  const [batch = 1] = builder.shape(inputs[0] ?? -1);
  const [, ...rest] = shape;
  const learns = layer.weights.some((weight) => builder.tracked(builder.variable(weight)));
  if (withoutActivation || learns || inputs.some((id) => builder.tracked(id))) return undefined;
  if (rest.some((size) => size === null)) return undefined;
  const y = builder.temporary([batch, ...(rest as number[])]);
  builder.forward({ kernel: 'callLayer', layer, inputs, y });
  return y;
}

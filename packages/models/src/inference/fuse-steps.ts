import type { Constant, Operation, Step } from './program';

type Weighted = Extract<Operation, { op: 'conv2d' | 'depthwiseConv2d' | 'dense' }>;

/**
 * Merges steps into the one before them where it is theirs alone: factors and offsets go into the weights of a
 * convolution or a dense layer, rectifiers into its activation or that of a sum.
 */
export function fuseSteps(steps: readonly Step[], output: string): { steps: Step[]; output: string } {
  const uses = new Map<string, number>([[output, 1]]);
  for (const id of steps.flatMap(({ inputs }) => inputs)) uses.set(id, (uses.get(id) ?? 0) + 1);
  const renamed = new Map<string, string>();
  const kept = new Map<string, Step>();
  for (const step of steps) {
    const inputs = step.inputs.map((id) => renamed.get(id) ?? id);
    const before = kept.get(inputs[0] ?? '');
    const merged =
      before && uses.get(step.inputs[0] ?? '') === 1 ? merge(before.operation, step.operation) : undefined;
    if (before === undefined || merged === undefined) {
      kept.set(step.id, { ...step, inputs });
    } else {
      kept.set(before.id, { ...before, operation: merged });
      renamed.set(step.id, before.id);
    }
  }
  return { steps: [...kept.values()], output: renamed.get(output) ?? output };
}

/** The two operations as one, or undefined where that cannot be. */
function merge(before: Operation, after: Operation): Operation | undefined {
  if (!(isWeighted(before) || before.op === 'add') || before.activation !== 'linear') return undefined;
  if (after.op === 'affine' && before.op !== 'add') return scaled(before, after.scale, after.offset);
  if (after.op !== 'activation') return undefined;
  const { activation } = after;
  return activation === 'relu' || activation === 'relu6' ? { ...before, activation } : undefined;
}

const isWeighted = (operation: Operation): operation is Weighted =>
  operation.op === 'conv2d' || operation.op === 'depthwiseConv2d' || operation.op === 'dense';

/** Weights that give `result * scale + offset` instead; the outputs are the last axes of the weights. */
function scaled(operation: Weighted, scale: Constant, offset: Constant): Weighted {
  const at = ({ data }: Constant, i: number) => data[data.length === 1 ? 0 : i] as number;
  const channels = operation.bias.data.length;
  const weights = ({ data, shape }: Constant): Constant => ({
    data: data.map((value, i) => value * at(scale, i % channels)),
    shape,
  });
  const data = operation.bias.data.map((value, i) => value * at(scale, i) + at(offset, i));
  const bias = { data, shape: operation.bias.shape };
  return operation.op === 'dense'
    ? { ...operation, kernel: weights(operation.kernel), bias }
    : { ...operation, filter: weights(operation.filter), bias };
}

import type { Activation, Operation, ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';

const own: ReadonlySet<unknown> = new Set<Activation>(['relu', 'relu6', 'sigmoid', 'tanh', 'softmax']);
const fusing: ReadonlySet<Operation['kernel']> = new Set<Operation['kernel']>([
  'matMul',
  'conv2d',
  'depthwiseConv2d',
  'batchNormTraining',
  'scaleAndShift',
  'add',
  'addBias',
]);

/** Whether programs know the activation of a layer's settings. */
export function knownActivation(name: unknown): name is Activation | 'linear' {
  return name === 'linear' || own.has(name);
}

/**
 * Applies an activation to the value that was made last, inside the operation that made it where that is possible.
 *
 * @param merge whether nothing else reads the value
 */
export function activate(
  builder: ProgramBuilder,
  x: ValueId,
  { activation, merge }: { activation: Activation | 'linear'; merge: boolean },
): ValueId {
  if (activation === 'linear') return x;
  const last = builder.operations.at(-1);
  if (merge && (activation === 'relu' || activation === 'relu6') && last !== undefined && makes(last, x)) {
    last.activation = activation;
    return x;
  }
  const y = builder.temporary(builder.shape(x));
  builder.forward({ kernel: 'activate', x, y, activation });
  return y;
}

/** Whether an operation makes the value and has its activation still to give. */
function makes(
  operation: Operation,
  id: ValueId,
): operation is Operation & { activation?: 'relu' | 'relu6' } {
  if (!fusing.has(operation.kernel)) return false;
  const {
    y,
    output,
    activation = 'linear',
  } = operation as { y?: ValueId; output?: ValueId; activation?: string };
  return (y ?? output) === id && activation === 'linear';
}

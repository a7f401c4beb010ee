import type { Activation, ValueId } from '../program/operation';
import type { NodeValues } from './node-values';
import type { Handle } from './tensorflow';

/** What comes after an operation's own work: a bias and an activation. */
export interface ActivationTail {
  bias?: ValueId;
  activation?: Activation | 'linear';
}

/** TensorFlow's names of the activations. */
export const activationNames: Readonly<Record<Activation, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
};

/** Adds the bias, applies the activation and sets the operation's output. Takes `handle` over. */
export function finish(
  values: NodeValues,
  operation: ActivationTail & ({ y: ValueId } | { output: ValueId }),
  handle: Handle,
): void {
  const { tensorflow } = values;
  const { bias, activation = 'linear' } = operation;
  let last = handle;
  const replace = (next: Handle) => {
    tensorflow.free(last);
    last = next;
  };
  if (bias !== undefined) replace(tensorflow.run('BiasAdd', [tensorflow.float], [last, values.get(bias)]));
  if (activation !== 'linear')
    replace(tensorflow.run(activationNames[activation], [tensorflow.float], [last]));
  values.set('y' in operation ? operation.y : operation.output, last);
}

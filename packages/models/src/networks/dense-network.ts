import { parseOptions } from '@imgclf/runtime';
import type { Sequential } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { checkOutput } from './check-output';
import { NetworkBuilder } from './network-builder';
import type { NetworkOptions } from './network-options';
import { integerFrom, networkEntries, nonEmpty } from './schemas';

/** Options of {@link denseNetwork}. */
export interface DenseNetworkOptions extends NetworkOptions {
  /** Shape of one example without the batch: `[9216]`, or `[28, 28, 1]`, which is flattened first. */
  inputShape: readonly number[];
  /** Units of each hidden layer, from the input to the output; `[]` for none. */
  hiddenUnits: readonly number[];
}

const schema = v.strictObject({
  ...networkEntries,
  inputShape: nonEmpty(integerFrom(1), 'a list of sizes such as [784]'),
  hiddenUnits: v.array(integerFrom(1), 'a list of unit counts'),
});

/**
 * A stack of dense layers, not compiled, with Keras's layer names (`dense`, `dense_1`) and default initialisers
 * (Glorot uniform kernels, zero biases). Input `[batch, ...inputShape]`, output `[batch, classes]`. The caller owns
 * the model.
 *
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @example
 * const digits = denseNetwork({ inputShape: [784], hiddenUnits: [128, 128], classes: 10, seed: 1 });
 */
export function denseNetwork(options: DenseNetworkOptions): Sequential {
  const { inputShape, hiddenUnits, classes, activation, outputActivation, dropout, seed, name } =
    parseOptions(schema, options);
  checkOutput({ classes, outputActivation });
  const builder = new NetworkBuilder(inputShape, seed);
  if (inputShape.length > 1) builder.flatten();
  for (const units of hiddenUnits) {
    builder.dense({ units, activation });
    builder.dropout(dropout);
  }
  builder.dense({ units: classes, activation: outputActivation });
  return builder.build(name);
}

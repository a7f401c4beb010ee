import * as v from 'valibot';

/** An integer of at least `least`. */
export function integerFrom(least: number) {
  const allowed = `an integer of at least ${least}`;
  return v.pipe(v.number(allowed), v.safeInteger(allowed), v.minValue(least, allowed));
}

/** A list with at least one item. */
export function nonEmpty<Item extends v.GenericSchema>(item: Item, allowed: string) {
  return v.pipe(v.array(item, allowed), v.minLength(1, allowed));
}

/** The names of activations that Keras and TensorFlow.js share. */
export const activationNames = [
  'elu',
  'gelu',
  'hardSigmoid',
  'linear',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'swish',
  'tanh',
] as const;

const activation = v.picklist(activationNames, `one of ${activationNames.join(', ')}`);
const seedAllowed = 'an integer from 0 to 4294967295';
const rateAllowed = 'a number from 0 up to, but not including, 1';

/** The options that every network builder shares. */
export const networkEntries = {
  classes: integerFrom(1),
  activation: v.optional(activation, 'relu'),
  outputActivation: v.optional(activation, 'softmax'),
  dropout: v.optional(
    v.pipe(
      v.number(rateAllowed),
      v.minValue(0, rateAllowed),
      v.check((rate) => rate < 1, rateAllowed),
    ),
    0,
  ),
  seed: v.optional(
    v.pipe(
      v.number(seedAllowed),
      v.integer(seedAllowed),
      v.minValue(0, seedAllowed),
      v.maxValue(2 ** 32 - 1, seedAllowed),
    ),
  ),
  name: v.optional(
    v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'letters, digits, underscores, dots and hyphens')),
    'sequential',
  ),
};

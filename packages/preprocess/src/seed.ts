import * as v from 'valibot';

const allowed = 'an integer from 0 to 4294967295';

/** What is allowed as a seed. */
export const seedSchema = v.pipe(
  v.number(allowed),
  v.integer(allowed),
  v.minValue(0, allowed),
  v.maxValue(0xffffffff, allowed),
);

/** A seed for callers that gave none: from 0 to 999,999, as Keras draws it. */
export function randomSeed(): number {
  return Math.floor(Math.random() * 1e6);
}

import * as v from 'valibot';

/** Options of the breed classifiers. */
export interface BreedOptions {
  /**
   * A best breed of a lower probability than this is answered as `'unknown'`, 0 to 1; `calibrateUnknown` finds one.
   * @default 0
   */
  unknownBelow?: number;
}

const share = 'a number from 0 to 1';

/** Checks {@link BreedOptions} and fills in the default. */
export const breedSchema = v.strictObject({
  unknownBelow: v.optional(v.pipe(v.number(share), v.minValue(0, share), v.maxValue(1, share)), 0),
});

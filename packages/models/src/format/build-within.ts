import { tidy } from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers } from '@tensorflow/tfjs-layers';

/** Name, shape, type, initialiser and more. */
type Args = [string, (number | null)[], string | undefined, unknown, ...unknown[]];
type AddWeight = (this: layers.Layer, ...args: Args) => LayerVariable;

/**
 * Runs `build`, which makes layers from a description that came from outside, so that it takes no more memory than
 * the description's weights may have: every layer gets its weights through `Layer.addWeight`, which is watched here.
 * Weights start at 0, since stored ones replace them; random initialisers would only cost time.
 *
 * @param maxValues how many values all weights may have together
 * @param build does its work before its first `await`, as `modelFromJSON` does; whatever weights it had made are
 *   disposed when it fails
 * @throws {RangeError} when the weights have more values than that; and what `build` throws
 */
export async function buildWithin<Result>(maxValues: number, build: () => Promise<Result>): Promise<Result> {
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const { addWeight } = prototype;
  const made: LayerVariable[] = [];
  let left = maxValues;
  prototype.addWeight = function (...args) {
    left -= args[1].reduce((product: number, n) => product * (n ?? 1), 1);
    if (!(left >= 0)) throw new RangeError('The layers have more weights than are stored.');
    // A weight whose name is refused has its first values already.
    tidy(() => {
      made.push(addWeight.apply(this, args.with(3, initializers.zeros()) as Args));
    });
    return made.at(-1) as LayerVariable;
  };
  let pending: Promise<Result>;
  try {
    pending = build();
  } finally {
    prototype.addWeight = addWeight;
  }
  try {
    return await pending;
  } catch (error) {
    for (const variable of made) variable.dispose();
    throw error;
  }
}

import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { Sequential } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { checkOutput } from './check-output';
import { NetworkBuilder } from './network-builder';
import type { NetworkOptions } from './network-options';
import { integerFrom, networkEntries, nonEmpty } from './schemas';

/** Options of {@link cnn}. */
export interface CnnOptions extends NetworkOptions {
  /** Height, width and channels of the images. */
  inputShape: readonly [height: number, width: number, channels: number];
  /**
   * Filters of the convolutions. Each entry is one block that ends in a pooling: a number is one convolution, a list
   * is several in a row. `[16, 32]` or `[[32, 32], [64, 64]]`.
   */
  filters: readonly (number | readonly number[])[];
  /** Units of each dense layer between the convolutions and the output; `[]` for none. */
  denseUnits: readonly number[];
  /** Height and width of the convolution kernels. @default 3 */
  kernelSize?: number;
  /** Height, width and stride of the max pooling after each block. @default 2 */
  poolSize?: number;
  /** Whether convolutions keep the size of their input (`'same'`) or shrink it. @default 'valid' */
  padding?: 'valid' | 'same';
  /** Adds a first layer `x * scale + offset`, such as `{ scale: 1 / 255 }`. @default none */
  rescaling?: { scale: number; offset?: number };
}

const filtersAllowed =
  'a list of filter counts, or of lists of them for several convolutions before one pooling';
const schema = v.strictObject({
  ...networkEntries,
  inputShape: v.strictTuple(
    [integerFrom(1), integerFrom(1), integerFrom(1)],
    'a list [height, width, channels]',
  ),
  filters: nonEmpty(
    v.union([integerFrom(1), nonEmpty(integerFrom(1), filtersAllowed)], filtersAllowed),
    filtersAllowed,
  ),
  denseUnits: v.array(integerFrom(1), 'a list of unit counts'),
  kernelSize: v.optional(integerFrom(1), 3),
  poolSize: v.optional(integerFrom(1), 2),
  padding: v.optional(v.picklist(['valid', 'same'], "'valid' or 'same'"), 'valid'),
  rescaling: v.optional(
    v.strictObject({
      scale: v.pipe(v.number(), v.finite('a finite number')),
      offset: v.optional(v.pipe(v.number(), v.finite('a finite number')), 0),
    }),
  ),
});

type Checked = v.InferOutput<typeof schema>;

/**
 * A convolutional network, not compiled: blocks of convolutions each followed by a max pooling, then dense layers.
 * Keras's layer names (`conv2d`, `max_pooling2d`, `flatten`, `dense`) and default initialisers. Input
 * `[batch, height, width, channels]`, output `[batch, classes]`. The caller owns the model.
 *
 * @throws {InvalidArgumentError} naming the option that is wrong, or `inputShape` where the image becomes smaller
 *   than a kernel or a pooling window on its way
 * @example
 * const model = cnn({ inputShape: [160, 160, 3], filters: [16, 32], denseUnits: [64], classes: 2, seed: 1 });
 */
export function cnn(options: CnnOptions): Sequential {
  const checked = parseOptions(schema, options);
  checkOutput(checked);
  checkSizes(checked);
  const { activation, outputActivation, padding, kernelSize, dropout } = checked;
  const builder = new NetworkBuilder(checked.inputShape, checked.seed);
  if (checked.rescaling !== undefined) builder.rescaling(checked.rescaling);
  for (const block of checked.filters) {
    for (const filters of [block].flat()) builder.conv2d({ filters, kernelSize, padding, activation });
    builder.maxPooling2d(checked.poolSize);
  }
  builder.flatten();
  for (const units of checked.denseUnits) {
    builder.dense({ units, activation });
    builder.dropout(dropout);
  }
  builder.dense({ units: checked.classes, activation: outputActivation });
  return builder.build(checked.name);
}

/** TensorFlow.js would fail on these with a negative size, or build a model that has no inputs left. */
function checkSizes({ inputShape, filters, kernelSize, poolSize, padding }: Checked): void {
  const shrink = padding === 'same' ? 0 : kernelSize - 1;
  let size = Math.min(inputShape[0], inputShape[1]);
  for (const block of filters) {
    size -= shrink * [block].flat().length;
    size = Math.floor(size / poolSize);
    if (size >= 1) continue;
    throw new InvalidArgumentError({
      argument: 'inputShape',
      allowed: `large enough for ${filters.length} blocks of ${kernelSize}x${kernelSize} convolutions and poolings by ${poolSize}`,
      received: inputShape,
    });
  }
}

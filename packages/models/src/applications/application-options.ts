import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { ActivationName } from '../networks/network-options';
import { activationNames, integerFrom, networkEntries } from '../networks/schemas';

/** Height, width and channels of the pictures; null for sizes that differ from call to call. */
export type InputShape = readonly [height: number | null, width: number | null, channels: number];

/** What every pretrained architecture takes, named as in Keras. */
export interface ApplicationOptions {
  /** Needed with the top where it is not the default size. @default the default size with the top, else [null, null, 3] */
  inputShape?: InputShape;
  /** Whether to end in the pooling and the dense layer that tell the classes apart. @default true */
  includeTop?: boolean;
  /** Without the top: whether to average (`'avg'`) or maximise (`'max'`) over the picture at the end. @default null */
  pooling?: 'avg' | 'max' | null;
  /** With the top: how many classes. @default 1000 */
  classes?: number;
  /** With the top: what is done to the scores; null for nothing. @default 'softmax' */
  classifierActivation?: ActivationName | null;
  /** The model's name. @default Keras's name of the architecture */
  name?: string;
  /** Where random weights come from: an integer from 0 to 4294967295. @default another one each time */
  seed?: number;
}

/** {@link ApplicationOptions} with the defaults filled in. */
export interface CheckedApplicationOptions {
  inputShape: InputShape;
  includeTop: boolean;
  pooling: 'avg' | 'max' | null;
  classes: number;
  classifierActivation: ActivationName;
  name: string | undefined;
  seed: number | undefined;
}

const side = v.nullable(integerFrom(1));

/** The valibot entries of {@link ApplicationOptions}. */
export const applicationEntries = {
  inputShape: v.optional(v.strictTuple([side, side, integerFrom(1)], 'a list [height, width, channels]')),
  includeTop: v.optional(v.boolean('true or false'), true),
  pooling: v.optional(v.nullable(v.picklist(['avg', 'max'], "'avg', 'max' or null")), null),
  classes: v.optional(integerFrom(1), 1000),
  classifierActivation: v.optional(
    v.nullable(v.picklist(activationNames, `one of ${activationNames.join(', ')}, or null`)),
    'softmax',
  ),
  name: v.optional(networkEntries.name.wrapped),
  seed: networkEntries.seed,
};

const schema = v.strictObject(applicationEntries);

/**
 * Checks the options of an architecture by Keras's rules.
 *
 * @param sizes the architecture's default and smallest height and width
 * @throws {InvalidArgumentError}
 */
export function parseApplicationOptions(
  options: ApplicationOptions,
  sizes: { defaultSize: number; minSize: number },
): CheckedApplicationOptions {
  const parsed = parseOptions(schema, options);
  const { includeTop, classifierActivation, name, seed } = parsed;
  const fallback: InputShape = includeTop ? [sizes.defaultSize, sizes.defaultSize, 3] : [null, null, 3];
  const inputShape = parsed.inputShape ?? fallback;
  checkInputShape(inputShape, includeTop, sizes.minSize);
  return { ...parsed, inputShape, classifierActivation: classifierActivation ?? 'linear', name, seed };
}

function checkInputShape(inputShape: InputShape, includeTop: boolean, minSize: number): void {
  const [height, width] = inputShape;
  if (includeTop && (height === null || width === null)) {
    throw new InvalidArgumentError({
      argument: 'inputShape',
      allowed: 'a fixed height and width where includeTop is true',
      received: inputShape,
    });
  }
  if ((height ?? minSize) >= minSize && (width ?? minSize) >= minSize) return;
  throw new InvalidArgumentError({
    argument: 'inputShape',
    allowed: `at least ${minSize} high and wide`,
    received: inputShape,
  });
}

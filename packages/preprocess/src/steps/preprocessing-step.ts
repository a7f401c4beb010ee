import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { checkAspectRatioOptions, type ResizeOptions, resizeFields } from '../resize/resize-options';
import { type PreprocessInputMode, preprocessInputModes } from '../tensors/preprocess-input';

/** `(x - mean) / (std + epsilon)`, with one mean and std for all values or one for each entry of the last axis. */
export interface NormalizeStep {
  op: 'normalize';
  mean: number | number[];
  std: number | number[];
  /** Keeps constant values from being divided by 0. @default 1e-10 */
  epsilon?: number;
}

/**
 * One step of a {@link Preprocessor}, plain JSON, so that it can be saved with a model:
 *
 * - `resize`: see {@link resizeImage}
 * - `grayscale`: see {@link toGrayscale}
 * - `flatten`: an image becomes a vector, row by row
 * - `rescale`: `x * scale + offset`, as Keras's `Rescaling`
 * - `normalize`: `(x - mean) / (std + epsilon)`; {@link fitNormalizer} makes one
 * - `preprocessInput`: see {@link preprocessInput}
 */
export type PreprocessingStep =
  | ({ op: 'resize' } & ResizeOptions)
  | { op: 'grayscale' }
  | { op: 'flatten' }
  | { op: 'rescale'; scale: number; offset?: number }
  | NormalizeStep
  | { op: 'preprocessInput'; mode: PreprocessInputMode };

const numberSchema = v.pipe(v.number('a finite number'), v.finite('a finite number'));
const positiveText = 'a finite number of at least 0';
const positiveSchema = v.pipe(v.number(positiveText), v.finite(positiveText), v.minValue(0, positiveText));
const oneOrMore = <Schema extends v.GenericSchema<number>>(schema: Schema, text: string) =>
  v.union([schema, v.pipe(v.array(schema), v.minLength(1))], `${text}, or a list of such`);

const stepSchema = v.variant('op', [
  v.strictObject({ op: v.literal('resize'), ...resizeFields }),
  v.strictObject({ op: v.literal('grayscale') }),
  v.strictObject({ op: v.literal('flatten') }),
  v.strictObject({ op: v.literal('rescale'), scale: numberSchema, offset: v.optional(numberSchema, 0) }),
  v.strictObject({
    op: v.literal('normalize'),
    mean: oneOrMore(numberSchema, 'a finite number'),
    std: oneOrMore(positiveSchema, positiveText),
    epsilon: v.optional(positiveSchema, 1e-10),
  }),
  v.strictObject({ op: v.literal('preprocessInput'), mode: v.picklist(preprocessInputModes) }),
]);

const maxSteps = 100;
const stepsSchema = v.strictObject({
  steps: v.pipe(v.array(stepSchema), v.maxLength(maxSteps, `at most ${maxSteps} steps`)),
});

/** A {@link PreprocessingStep} with its defaults filled in. */
export type CheckedStep = v.InferOutput<typeof stepSchema>;

/**
 * Checks a chain of steps, which may come from a file: every field, and that each step can follow those before it.
 * @throws {InvalidArgumentError} naming the first field that is wrong, as `steps[1].height`
 */
export function parseSteps(value: unknown): CheckedStep[] {
  const { steps } = parseOptions(stepsSchema, { steps: value });
  for (const [i, step] of steps.entries()) {
    checkOrder(step, steps.slice(0, i), `steps[${i}].op`);
    if (step.op === 'resize') checkAspectRatioOptions(step, `steps[${i}].padToAspectRatio`);
    if (step.op === 'normalize') checkDivisor(step, `steps[${i}].std`);
  }
  return steps;
}

function checkOrder({ op }: CheckedStep, before: readonly CheckedStep[], argument: string): void {
  const had = (name: CheckedStep['op']) => before.some((step) => step.op === name);
  if (had('flatten') && op !== 'rescale' && op !== 'normalize')
    throw new InvalidArgumentError({
      argument,
      allowed: "'rescale' or 'normalize' after 'flatten'",
      received: op,
    });
  if (had('grayscale') && op === 'preprocessInput') {
    const allowed = "a step for one channel after 'grayscale'";
    throw new InvalidArgumentError({ argument, allowed, received: op });
  }
}

function checkDivisor({ std, epsilon }: Extract<CheckedStep, { op: 'normalize' }>, argument: string): void {
  if ([std].flat().every((value) => value + epsilon > 0)) return;
  throw new InvalidArgumentError({ argument, allowed: 'more than 0 where epsilon is 0', received: std });
}

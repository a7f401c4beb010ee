import type { ColorMode } from '@imgclf/runtime';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { PillowInterpolation } from '../pillow/pillow-filters';
import { flowEntries } from './flow-options';
import type { FlowOptions } from './generated-dataset';

/** Options of the flows that read image files. */
export interface FileFlowOptions extends FlowOptions {
  /** Height and width to resize to. @default [256, 256] */
  targetSize?: readonly [height: number, width: number];
  /** @default 'rgb' */
  colorMode?: ColorMode;
  /** The part of the images to give: the first of each list, as many as `validationSplit` says, or the rest. */
  subset?: 'training' | 'validation';
  /** How to resize, as Pillow does: all but `'nearest'` antialias when they shrink. @default 'nearest' */
  interpolation?: PillowInterpolation;
  /** Whether to cut the centre to the target's aspect ratio before resizing. @default false */
  keepAspectRatio?: boolean;
  /** Where the message that says how many images were found goes. @default console.log */
  onMessage?: (message: string) => void;
}

const side = v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1'));

/** The valibot entries of {@link FileFlowOptions}. */
export const fileFlowEntries = {
  ...flowEntries,
  targetSize: v.optional(v.strictTuple([side, side], 'a height and a width'), [256, 256]),
  colorMode: v.optional(v.picklist(['grayscale', 'rgb', 'rgba']), 'rgb'),
  interpolation: v.optional(
    v.picklist(['nearest', 'bilinear', 'bicubic', 'lanczos', 'box', 'hamming']),
    'nearest',
  ),
  keepAspectRatio: v.optional(v.boolean(), false),
  onMessage: v.optional(
    v.custom<(message: string) => void>((value) => typeof value === 'function', 'a function'),
    () => console.log,
  ),
};
const schema = v.object(fileFlowEntries);

/** {@link FileFlowOptions} with every default filled in. */
export type ParsedFileFlow = v.InferOutput<typeof schema>;

/** Targets of one id each, float32 `[batch]`. */
export function idTargets(ids: readonly number[]): Tensor {
  return tensor(Float32Array.from(ids), [ids.length], 'float32');
}

/** Targets with a 1 for each id of an example, float32 `[batch, classes]`. */
export function oneHotTargets(ids: readonly (number | readonly number[])[], classes: number): Tensor {
  const values = new Float32Array(ids.length * classes);
  ids.forEach((own, row) => {
    for (const id of typeof own === 'number' ? [own] : own) values[row * classes + id] = 1;
  });
  return tensor(values, [ids.length, classes], 'float32');
}

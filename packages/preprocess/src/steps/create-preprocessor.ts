import { type ColorMode, checkPixelImage, InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { cast, clone, squeeze, Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { toGrayscale } from '../color/to-grayscale';
import { resizeImage } from '../resize/resize-image';
import { applyInPlace } from './apply-in-place';
import { applyStep } from './apply-step';
import { type CheckedStep, type PreprocessingStep, parseSteps } from './preprocessing-step';

/** A chain of preprocessing steps, made by {@link createPreprocessor}. */
export interface Preprocessor {
  /** The steps, with defaults filled in. */
  readonly steps: readonly PreprocessingStep[];
  /** What pictures must be decoded to, where a step asks for it: 'rgb' or nothing. */
  readonly colorMode: ColorMode | undefined;
  /**
   * Makes one picture of values 0 to 255 into one example.
   * @returns float32 without a batch axis, [height, width, channels] or flat, which the caller disposes
   * @throws {InvalidArgumentError}
   */
  process(image: PixelImage): Tensor;
  /**
   * Does the same with a batch: [batch, height, width, channels], or [batch, ...] where no step needs images.
   * The batch stays the caller's.
   * @returns float32 [batch, ...], which the caller disposes
   * @throws {InvalidArgumentError}
   */
  processBatch(batch: Tensor): Tensor;
  /** The steps as plain JSON, from which {@link createPreprocessor} makes an equal preprocessor. */
  toJSON(): PreprocessingStep[];
}

/**
 * Makes a chain of preprocessing steps that can be saved with the model it belongs to.
 *
 * @param steps what to do, in order; checked, so that they may come from a file
 * @throws {InvalidArgumentError} naming the field that is wrong, as `steps[1].height`
 *
 * @example
 * const preprocessor = createPreprocessor([
 *   { op: 'resize', height: 160, width: 160 },
 *   { op: 'preprocessInput', mode: 'tf' },
 * ]);
 * const example = preprocessor.process(photo); // [160, 160, 3], -1 to 1
 */
export function createPreprocessor(steps: readonly PreprocessingStep[]): Preprocessor {
  const checked = parseSteps(steps);
  const needsColor = checked.some(({ op }) => op === 'grayscale' || op === 'preprocessInput');
  return {
    steps: checked,
    colorMode: needsColor ? 'rgb' : undefined,
    process: (image) => processOne(image, checked),
    processBatch: (batch) => processBatch(batch, checked),
    toJSON: () => structuredClone(checked),
  };
}

/** The first steps run on plain pixels, which is faster than on a backend. */
function processOne(image: PixelImage, steps: readonly CheckedStep[]): Tensor {
  checkPixelImage(image);
  let pixels = image;
  let done = 0;
  for (const step of steps) {
    if (step.op === 'resize') pixels = resizePixels(pixels, step);
    else if (step.op === 'grayscale') pixels = toGrayscale(pixels);
    else break;
    done++;
  }
  const { height, width, channels } = pixels;
  const data = new Float32Array(pixels.data);
  for (const step of steps.slice(done)) {
    if (!applyInPlace(data, channels, step)) break;
    done++;
  }
  return tidy(() => {
    const batch: Tensor = tensor4d(data, [1, height, width, channels]);
    return squeeze(steps.slice(done).reduce(applyStep, batch), [0]);
  });
}

function resizePixels(pixels: PixelImage, step: Extract<CheckedStep, { op: 'resize' }>): PixelImage {
  const { op: _, ...options } = step;
  return resizeImage(pixels, options);
}

function processBatch(batch: Tensor, steps: readonly CheckedStep[]): Tensor {
  if (!(batch instanceof Tensor) || batch.rank < 2 || batch.dtype === 'string') {
    const received = batch instanceof Tensor ? batch.shape : batch;
    const allowed = 'a numeric tensor of rank 2 or more, batch first';
    throw new InvalidArgumentError({ argument: 'batch', allowed, received });
  }
  return tidy(() => {
    const result = steps.reduce(applyStep, cast(batch, 'float32'));
    return result === batch ? clone(result) : result;
  });
}

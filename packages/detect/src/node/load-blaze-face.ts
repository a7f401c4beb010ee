import { createRequire } from 'node:module';
import path from 'node:path';
import { graphWeightsFile } from '@imgclf/models';
import { InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import type { BlazeFaceOptions } from '../faces/blaze-face/blaze-face-options';
import { createBlazeFace } from '../faces/blaze-face/create-blaze-face';
import type { FaceDetector } from '../faces/face';

/** Options of {@link loadBlazeFace}. */
export interface LoadBlazeFaceOptions extends BlazeFaceOptions {
  /**
   * The graph model's `blazeface.json`, with its weights beside it. Left out, that of the package `@vladmandic/human`.
   */
  model?: string;
  signal?: AbortSignal;
}

/**
 * Makes BlazeFace ready. Without `model` it needs the package `@vladmandic/human`, of which two files are read.
 *
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong, or `model` is left out and `@vladmandic/human` is not installed
 * @throws {FileNotFoundError} {InvalidFileError} when a file is missing or damaged
 * @example
 * const face = await loadBlazeFace();
 * const faces = await face.detectFaces(image);
 */
export async function loadBlazeFace(options: LoadBlazeFaceOptions = {}): Promise<FaceDetector> {
  const { model = modelOfPackage(), signal, ...rest } = options;
  const abort = signal === undefined ? {} : { signal };
  const json = await nodePlatform.readBytes(model, abort);
  const weights = path.join(path.dirname(model), graphWeightsFile(json, model));
  const files = { json, weights: await nodePlatform.readBytes(weights, abort), file: model };
  return createBlazeFace(files, rest);
}

/** The package's `exports` name its code only, so the models are found from there. */
function modelOfPackage(): string {
  try {
    const main = createRequire(import.meta.url).resolve('@vladmandic/human');
    return path.join(path.dirname(main), '..', 'models', 'blazeface.json');
  } catch (cause) {
    throw new InvalidArgumentError({
      argument: 'model',
      allowed: 'the path of blazeface.json where @vladmandic/human is not installed',
      received: undefined,
      hint: 'npm install @vladmandic/human',
      cause,
    });
  }
}

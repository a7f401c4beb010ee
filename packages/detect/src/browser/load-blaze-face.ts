import { graphWeightsFile } from '@imgclf/models';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { BlazeFaceOptions } from '../faces/blaze-face/blaze-face-options';
import { createBlazeFace } from '../faces/blaze-face/create-blaze-face';
import type { FaceDetector } from '../faces/face';
import { absoluteUrl } from './absolute-url';

/** Options of {@link loadBlazeFace}. */
export interface LoadBlazeFaceOptions extends BlazeFaceOptions {
  /** The URL of `blazeface.json` with its weights beside it, such as a copy of `@vladmandic/human`'s folder `models`. */
  model: string | URL;
  signal?: AbortSignal;
}

/**
 * Makes BlazeFace ready; see the function of the same name in `@imgclf/detect/node`.
 *
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} {FileNotFoundError} {FileUnreadableError} {InvalidFileError} {AbortedError}
 */
export async function loadBlazeFace({
  model,
  signal,
  ...options
}: LoadBlazeFaceOptions): Promise<FaceDetector> {
  const abort = signal === undefined ? {} : { signal };
  const url = absoluteUrl(model, 'model');
  const json = await browserPlatform.readBytes(url, abort);
  const weights = await browserPlatform.readBytes(new URL(graphWeightsFile(json, url.href), url), abort);
  return createBlazeFace({ json, weights, file: url.href }, options);
}

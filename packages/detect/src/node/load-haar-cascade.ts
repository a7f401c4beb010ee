import { nodePlatform } from '@imgclf/runtime/node';
import type { FaceDetector } from '../faces/face';
import { createHaarCascade } from '../faces/haar-cascade/create-haar-cascade';
import type { HaarCascadeOptions } from '../faces/haar-cascade/haar-cascade-options';

/** Options of {@link loadHaarCascade}. */
export interface LoadHaarCascadeOptions extends HaarCascadeOptions {
  signal?: AbortSignal;
}

/**
 * Makes a Haar cascade ready. Needs the package `@techstark/opencv-js`.
 *
 * @param file the cascade, such as OpenCV's `haarcascade_frontalface_alt.xml`, which Debian's `opencv-data` puts into
 *   `/usr/share/opencv4/haarcascades`
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong or `@techstark/opencv-js` is not installed
 * @throws {FileNotFoundError} {InvalidFileError} when the file is missing or no cascade
 */
export async function loadHaarCascade(
  file: string,
  { signal, ...options }: LoadHaarCascadeOptions = {},
): Promise<FaceDetector> {
  const xml = await nodePlatform.readBytes(file, signal === undefined ? {} : { signal });
  return createHaarCascade({ xml, file }, options);
}

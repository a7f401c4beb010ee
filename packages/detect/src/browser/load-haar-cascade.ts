import { browserPlatform } from '@imgclf/runtime/browser';
import type { FaceDetector } from '../faces/face';
import { createHaarCascade } from '../faces/haar-cascade/create-haar-cascade';
import type { HaarCascadeOptions } from '../faces/haar-cascade/haar-cascade-options';

/** Options of {@link loadHaarCascade}. */
export interface LoadHaarCascadeOptions extends HaarCascadeOptions {
  signal?: AbortSignal;
}

/**
 * Makes a Haar cascade ready; see the function of the same name in `@imgclf/detect/node`.
 *
 * @param url of the cascade's XML
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} {FileNotFoundError} {FileUnreadableError} {InvalidFileError} {AbortedError}
 */
export async function loadHaarCascade(
  url: string | URL,
  { signal, ...options }: LoadHaarCascadeOptions = {},
): Promise<FaceDetector> {
  const xml = await browserPlatform.readBytes(url, signal === undefined ? {} : { signal });
  return createHaarCascade({ xml, file: String(url) }, options);
}

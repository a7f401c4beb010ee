import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import { encodePng } from '../../platform/encode-png';
import { fetchBytes } from '../../platform/fetch-bytes';
import type { Platform, ReadBytesOptions } from '../../platform/platform';
import { parseReadBytesOptions } from '../../platform/platform-options';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { decodeImage } from './decode-image';
import { readDrawn } from './read-drawn';

/**
 * Files and pictures in pages and workers. Reads whatever `fetch` reads, so a user's `File` comes in as
 * `URL.createObjectURL(file)` or as its bytes. Decodes JPEG, PNG, WebP, GIF and AVIF (first frame) by the browser's own
 * decoders, without colour management, and uncompressed BMP; no browser but Safari reads TIFF, so it is refused.
 *
 * @example
 * const bytes = await browserPlatform.readBytes('/photos/cat.jpg');
 * const image = await browserPlatform.decodeImage(bytes, { file: 'cat.jpg' });
 */
export const browserPlatform: Platform = {
  name: 'browser',
  readBytes,
  decodeImage,
  readDrawn,
  encodePng,
};

async function readBytes(location: string | URL, options?: ReadBytesOptions): Promise<Uint8Array> {
  const { maxBytes, signal } = parseReadBytesOptions(options);
  if ((typeof location !== 'string' && !(location instanceof URL)) || String(location) === '')
    throw new InvalidArgumentError({ argument: 'location', allowed: 'a URL', received: location });
  throwIfAborted(signal);
  return fetchBytes(location, { maxBytes, signal });
}

import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FileUnreadableError } from '../../errors/file-unreadable-error';
import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import { fetchBytes, tooLarge } from '../../platform/fetch-bytes';
import type { ReadBytesOptions } from '../../platform/platform';
import { parseReadBytesOptions } from '../../platform/platform-options';
import { describeValue } from '../../validation/describe-value';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { fileError } from './file-error';

/** `Platform.readBytes` in Node. */
export async function readBytes(location: string | URL, options?: ReadBytesOptions): Promise<Uint8Array> {
  const { maxBytes, signal } = parseReadBytesOptions(options);
  throwIfAborted(signal);
  const source = resolveLocation(location);
  if (source instanceof URL) return fetchBytes(source, { maxBytes, signal });
  await checkFile(source, maxBytes);
  try {
    const { buffer, byteOffset, length } = await readFile(source, signal === undefined ? {} : { signal });
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throwIfAborted(signal);
    throw fileError(source, error);
  }
}

/** A path stays a string, a `file:` URL becomes one; what is to be fetched becomes a URL. */
function resolveLocation(location: string | URL): string | URL {
  const allowed = 'a path or a file:, http:, https: or data: URL';
  try {
    if (typeof location === 'string' && !/^(file|https?|data):/i.test(location)) {
      if (location !== '' && !location.includes('\0')) return location;
      throw new InvalidArgumentError({ argument: 'location', allowed, received: location });
    }
    const url = new URL(location);
    if (url.protocol === 'file:') return fileURLToPath(url);
    if (/^(https?|data):$/.test(url.protocol)) return url;
  } catch (cause) {
    throw new InvalidArgumentError({ argument: 'location', allowed, received: location, cause });
  }
  throw new InvalidArgumentError({ argument: 'location', allowed, received: String(location) });
}

/** Looks before reading: a folder, a pipe or a device is refused too, as reading one may never end. */
async function checkFile(file: string, maxBytes: number): Promise<void> {
  const entry = await stat(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  if (!entry.isFile()) {
    const kind = entry.isDirectory() ? 'a folder' : 'a pipe, socket or device';
    throw new FileUnreadableError({
      file,
      message: `${describeValue(file)} must be a file; it is ${kind}.`,
    });
  }
  if (entry.size > maxBytes) throw tooLarge(file, maxBytes, entry.size);
}

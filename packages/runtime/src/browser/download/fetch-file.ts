import * as v from 'valibot';
import { InvalidFileError } from '../../errors/invalid-file-error';
import type { DownloadProgress } from '../../platform/download-progress';
import { fetchBytes } from '../../platform/fetch-bytes';
import { parseOptions } from '../../validation/parse-options';
import { signalSchema } from '../../validation/signal-schema';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { FileCache } from './file-cache';
import { sha256Of } from './sha256-of';

/** Options of {@link fetchFile}. */
export interface FetchFileOptions {
  /** The cache of the Cache API to keep the file in; by default it is not kept. */
  cacheName?: string;
  /** What the file must hash to, in hexadecimal. */
  sha256?: string;
  /** Looks at the bytes before they are kept; what it throws ends the download. */
  check?: (bytes: Uint8Array) => void;
  /** Larger files are refused, in bytes. @default 1 GiB */
  maxBytes?: number;
  /** Is told how far the download is; not called for a file that is in the cache. */
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
}

const bytesSchema = v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, 'at least 1'));
const schema = v.strictObject({
  cacheName: v.optional(v.pipe(v.string(), v.nonEmpty('a name'))),
  sha256: v.optional(v.pipe(v.string(), v.regex(/^[\da-f]{64}$/i, '64 hexadecimal digits'), v.toLowerCase())),
  check: v.optional(
    v.custom<(bytes: Uint8Array) => void>((value) => typeof value === 'function', 'a function'),
  ),
  maxBytes: v.optional(bytesSchema, 2 ** 30),
  onProgress: v.optional(
    v.custom<(progress: DownloadProgress) => void>((value) => typeof value === 'function', 'a function'),
  ),
  signal: v.optional(signalSchema),
});

/**
 * Fetches a file, or takes it from the cache, without a request. What is in the cache must hash to `sha256`, or to what it
 * hashed to when it came; it is fetched anew otherwise. Only pages that came by https or from this machine have a cache and
 * can hash; others fetch every time.
 *
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws {InvalidFileError} when the file does not hash to `sha256`
 * @throws {StorageFullError} when the browser has no room to keep it
 * @throws {FileNotFoundError} {FileUnreadableError} {AbortedError}
 * @example
 * const bytes = await fetchFile('/models/weights.h5', { cacheName: 'weights', onProgress: ({ received }) => show(received) });
 */
export async function fetchFile(url: string | URL, options: FetchFileOptions = {}): Promise<Uint8Array> {
  const { cacheName, sha256, check, ...download } = parseOptions(schema, options);
  throwIfAborted(download.signal);
  const file = String(url);
  const cache = cacheName === undefined ? undefined : await FileCache.open(cacheName);
  const kept = await cache?.read(file, { sha256, maxBytes: download.maxBytes });
  if (kept !== undefined) return kept;
  const bytes = await fetchBytes(file, download);
  const hash = sha256 === undefined && cache === undefined ? undefined : await sha256Of(bytes, file);
  if (sha256 !== undefined && hash !== sha256) {
    const message = `${file} must have the SHA-256 ${sha256}; what came has ${hash}.`;
    throw new InvalidFileError({ file, message });
  }
  check?.(bytes);
  if (hash !== undefined) await cache?.keep(file, { bytes, hash });
  return bytes;
}

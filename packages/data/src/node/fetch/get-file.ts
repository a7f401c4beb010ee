import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import { cacheFolder, type DownloadProgress, downloadFile, hashFile } from '@imgclf/runtime/node';
import * as v from 'valibot';
import { extractArchive } from './extract-archive';

/** Options of {@link getFile}. */
export interface GetFileOptions {
  /** The checksum that the file must have, 64 hexadecimal digits. @default not checked */
  sha256?: string;
  /** Whether to unpack a zip or tar archive; the result is then the folder. @default false */
  extract?: boolean;
  /** Where files are kept. @default `files` in the folder that `IMGCLF_HOME` names, else in `~/.imgclf` */
  cacheDir?: string;
  /** The name to keep the file under. @default the last part of the URL's path */
  fileName?: string;
  /** Headers to send, such as an authorization. */
  headers?: Readonly<Record<string, string>>;
  /** A file that is larger, or unpacks to more, is refused. @default 64 GiB */
  maxBytes?: number;
  /** How often to go on after the connection was cut. @default 3 */
  retries?: number;
  /** Called as bytes come in. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Stops with an `AbortedError`; what has come stays, and the next call goes on from there. */
  signal?: AbortSignal;
}

const name = 'a file name without folders';
const schema = v.object({
  sha256: v.optional(
    v.pipe(v.string(), v.regex(/^[0-9a-fA-F]{64}$/, '64 hexadecimal digits'), v.toLowerCase()),
  ),
  extract: v.optional(v.boolean(), false),
  cacheDir: v.optional(v.string()),
  fileName: v.optional(v.pipe(v.string(), v.regex(/^[^/\\.][^/\\]*$/, name))),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  maxBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')), 2 ** 36),
  retries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'an integer of at least 0')), 3),
  onProgress: v.optional(
    v.custom<(progress: DownloadProgress) => void>((value) => typeof value === 'function', 'a function'),
  ),
  signal: v.optional(v.instance(AbortSignal, 'an AbortSignal')),
});

/**
 * Downloads a file once and keeps it. A file that is there already, and has the checksum, is not fetched again; a
 * download that was cut goes on where it stopped; a file never appears before it is complete.
 *
 * @param url `http:` or `https:`
 * @param options see {@link GetFileOptions}
 * @returns the path of the file, or with `extract` that of the folder it was unpacked to
 * @throws {InvalidArgumentError} when an option is out of range
 * @throws {FileNotFoundError} when the server has no such file
 * @throws {FileUnreadableError} when the server refuses or the connection keeps breaking
 * @throws {InvalidFileError} when the file is too large or has another checksum, or an archive is damaged or hostile
 * @throws {AbortedError} when `signal` fires
 * @see https://keras.io/api/utils/python_utils/#getfile-function
 * @example
 * const folder = await getFile('https://example.com/cats_and_dogs.zip', { extract: true });
 */
export async function getFile(url: string | URL, options: GetFileOptions = {}): Promise<string> {
  const checked = parseOptions(schema, options);
  const source = parseUrl(url);
  const { sha256, extract, maxBytes, signal } = checked;
  const cacheDir = path.resolve(checked.cacheDir ?? path.join(cacheFolder(), 'files'));
  const file = path.join(cacheDir, checked.fileName ?? nameFrom(source));
  const folder = `${file}-extracted`;
  if (!(await isKept(file, sha256))) {
    const { headers, retries, onProgress } = checked;
    // What was kept, and unpacked, of another version.
    await rm(file, { force: true });
    await rm(folder, { recursive: true, force: true });
    await downloadFile(source.href, file, {
      headers,
      retries,
      maxBytes,
      ...(sha256 && { checksum: { algorithm: 'sha256', value: sha256 } }),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
  }
  if (!extract) return file;
  await extractArchive(file, folder, { maxBytes, ...(signal && { signal }) });
  return folder;
}

function parseUrl(url: string | URL): URL {
  if (URL.canParse(url)) {
    const parsed = new URL(url);
    if (/^https?:$/.test(parsed.protocol)) return parsed;
  }
  throw new InvalidArgumentError({
    argument: 'url',
    allowed: 'an http: or https: URL',
    received: String(url),
  });
}

function nameFrom(url: URL): string {
  const last = decodeURIComponent(url.pathname.split('/').at(-1) ?? '').replaceAll(/[/\\]/g, '_');
  if (/^[^.]/.test(last)) return last;
  throw new InvalidArgumentError({
    argument: 'fileName',
    allowed: `given for a URL that ends in no name`,
    received: url.href,
  });
}

async function isKept(file: string, sha256: string | undefined): Promise<boolean> {
  const entry = await stat(file).catch(() => undefined);
  if (!entry?.isFile()) return false;
  return sha256 === undefined || (await hashFile(file, 'sha256')) === sha256;
}

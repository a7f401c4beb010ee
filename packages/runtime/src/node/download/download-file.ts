import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'undici';
import { AbortedError } from '../../errors/aborted-error';
import { FileNotFoundError } from '../../errors/file-not-found-error';
import { FileUnreadableError } from '../../errors/file-unreadable-error';
import { ImgclfError } from '../../errors/imgclf-error';
import { InvalidFileError } from '../../errors/invalid-file-error';
import type { DownloadProgress } from '../../platform/download-progress';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { PartFile } from './part-file';
import { proxyFetch } from './proxy-fetch';

/** Options of {@link downloadFile}. */
export interface DownloadFileOptions {
  /** What the file must hash to, in hexadecimal. */
  checksum?: { algorithm: 'md5' | 'sha256'; value: string };
  /** Looks at the whole file before it is put in place; what it throws ends the download. */
  check?: (file: string) => Promise<void> | void;
  /** Larger files are refused. @default 4 GiB */
  maxBytes?: number;
  /** How often a connection that breaks is taken up again. @default 3 */
  retries?: number;
  /** Headers to send, such as an authorization; not sent on when another host is redirected to. */
  headers?: Readonly<Record<string, string>>;
  /** Told after each piece that arrived. */
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
}

/**
 * Downloads a file, unless it is there already. It appears under its name whole and checked or not at all, however many
 * processes download it at once; what a broken download left is used by the next. The proxy settings of the environment
 * (`https_proxy`, `no_proxy` and so on) are honoured.
 *
 * @param target where to put it; its folder is made
 * @throws {InvalidFileError} when the checksum differs, or the file is too large
 * @throws {FileNotFoundError} when the server has no such file
 * @throws {FileUnreadableError} when the server cannot be reached, or the connection keeps breaking
 * @throws {AbortedError}
 */
export async function downloadFile(
  url: string,
  target: string,
  options: DownloadFileOptions = {},
): Promise<void> {
  throwIfAborted(options.signal);
  if (await exists(target)) return;
  await mkdir(path.dirname(target), { recursive: true });
  for (let left = options.retries ?? 3; ; left--) {
    try {
      await attempt(url, target, options);
      return;
    } catch (cause) {
      if (options.signal?.aborted) {
        throw new AbortedError({ message: 'The download was aborted.', cause: options.signal.reason });
      }
      if (ImgclfError.isInstance(cause)) throw cause;
      if (left > 0 && isBroken(cause)) continue;
      const message = `${url} could not be downloaded: ${reasonOf(cause)}. Is there a connection, or a proxy to set?`;
      throw new FileUnreadableError({ file: url, message, cause });
    }
  }
}

/** One connection: goes on with what is there and finishes, or leaves what it got. */
async function attempt(url: string, target: string, options: DownloadFileOptions): Promise<void> {
  const validator = await validatorOf(url, options);
  const part = await PartFile.claim(target, validator);
  try {
    await receive(url, part, { ...options, validator });
    await verify(part, url, options);
  } catch (error) {
    if (InvalidFileError.isInstance(error)) await part.discard();
    else await part.leave();
    throw error;
  }
  await part.finish();
}

/** What tells this version of the file from others. Servers that refuse to be asked beforehand have none. */
async function validatorOf(url: string, options: DownloadFileOptions): Promise<string | null> {
  try {
    const { headers } = await request(url, 'HEAD', options.headers ?? {}, options.signal);
    return headers.get('etag') ?? headers.get('last-modified');
  } catch (error) {
    if (FileUnreadableError.isInstance(error)) return null;
    throw error;
  }
}

type ReceiveOptions = DownloadFileOptions & { validator: string | null };

async function receive(url: string, part: PartFile, options: ReceiveOptions): Promise<void> {
  const have = await part.size();
  const range = { range: `bytes=${have}-`, ...(options.validator ? { 'if-range': options.validator } : {}) };
  const headers = { ...options.headers, ...(have > 0 ? range : {}) };
  const response = await request(url, 'GET', headers, options.signal);
  if (response.status === 416) return;
  const start = response.status === 206 ? have : 0;
  const length = response.headers.get('content-length');
  const total = length === null ? undefined : start + Number(length);
  const maxBytes = options.maxBytes ?? 2 ** 32;
  let received = start;
  async function* counted(body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      received += chunk.length;
      if (received > maxBytes) throw tooLarge(url, maxBytes);
      options.onProgress?.({ url, received, total });
      yield chunk;
    }
  }
  if (total !== undefined && total > maxBytes) throw tooLarge(url, maxBytes);
  const sink = createWriteStream(part.path, { flags: start > 0 ? 'a' : 'w' });
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>;
  await pipeline(counted(body), sink, options.signal === undefined ? {} : { signal: options.signal });
  if (total !== undefined && received !== total) throw new TypeError('terminated');
}

async function request(
  url: string,
  method: 'HEAD' | 'GET',
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const identity = { ...headers, 'accept-encoding': 'identity' };
  const response = await proxyFetch(url, { method, headers: identity, ...(signal ? { signal } : {}) });
  if (response.ok || response.status === 416) return response;
  await response.body?.cancel();
  const message = `${url} could not be downloaded: the server answered ${response.status}.`;
  const gone = response.status === 404 || response.status === 410;
  throw gone
    ? new FileNotFoundError({ file: url, message })
    : new FileUnreadableError({ file: url, message });
}

async function verify(part: PartFile, url: string, { checksum, check }: DownloadFileOptions): Promise<void> {
  if (checksum !== undefined) {
    const actual = await hashFile(part.path, checksum.algorithm);
    if (actual !== checksum.value) {
      const message = `${url} must have the ${checksum.algorithm} ${checksum.value}; what came has ${actual}.`;
      throw new InvalidFileError({ file: url, message });
    }
  }
  await check?.(part.path);
}

/** The hash of a file's content, in hexadecimal. */
export async function hashFile(file: string, algorithm: 'md5' | 'sha256'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function tooLarge(file: string, maxBytes: number): InvalidFileError {
  return new InvalidFileError({ file, message: `${file} must have at most ${maxBytes} bytes; it has more.` });
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** A connection that broke, as opposed to one that could not be made at all. */
function isBroken(error: unknown): boolean {
  const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code;
  return error instanceof TypeError && !['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'].includes(code ?? '');
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message ?? message ?? String(error);
}

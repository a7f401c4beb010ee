import { AbortedError } from '../errors/aborted-error';
import { FileNotFoundError } from '../errors/file-not-found-error';
import { FileUnreadableError } from '../errors/file-unreadable-error';
import { describeValue } from '../validation/describe-value';
import type { DownloadProgress } from './download-progress';

/** What {@link fetchBytes} needs to know. */
interface FetchBytesOptions {
  maxBytes: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Fetches a URL, refusing answers of more than `maxBytes` bytes before, or while, they come in.
 * @throws {FileNotFoundError} for 404 and 410 @throws {FileUnreadableError} @throws {AbortedError}
 */
export async function fetchBytes(url: string | URL, options: FetchBytesOptions): Promise<Uint8Array> {
  const file = String(url);
  try {
    const response = await fetch(url, options.signal === undefined ? {} : { signal: options.signal });
    checkStatus(response, file);
    return await readBody(response, { file, ...options });
  } catch (error) {
    if (options.signal?.aborted)
      throw new AbortedError({ message: 'The operation was aborted.', cause: options.signal.reason });
    if (FileUnreadableError.isInstance(error) || FileNotFoundError.isInstance(error)) throw error;
    const offline = globalThis.navigator?.onLine === false ? ' There is no connection.' : '';
    const message = `${describeValue(file)} could not be fetched.${offline}`;
    throw new FileUnreadableError({ file, message, cause: error });
  }
}

function checkStatus(response: Response, file: string): void {
  if (response.ok) return;
  const message = `${describeValue(file)} could not be fetched: the server answered ${response.status}.`;
  const isGone = response.status === 404 || response.status === 410;
  throw isGone ? new FileNotFoundError({ file, message }) : new FileUnreadableError({ file, message });
}

async function readBody(
  response: Response,
  { file, maxBytes, onProgress }: FetchBytesOptions & { file: string },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const claimed = Number(response.headers.get('content-length') ?? 0);
  if (claimed > maxBytes) await refuse(response, tooLarge(file, maxBytes, claimed));
  const total = response.headers.has('content-encoding') ? undefined : claimed || undefined;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw tooLarge(file, maxBytes, length);
    }
    chunks.push(part.value);
    onProgress?.({ url: file, received: length, total });
  }
  return concatenate(chunks, length);
}

/** Lets go of the connection before throwing. */
async function refuse(response: Response, error: FileUnreadableError): Promise<never> {
  await response.body?.cancel();
  throw error;
}

/** The error for a file of more bytes than the caller allows. */
export function tooLarge(file: string, maxBytes: number, received: number): FileUnreadableError {
  const message = `${describeValue(file)} must have at most ${maxBytes} bytes (maxBytes); it has ${received} or more.`;
  return new FileUnreadableError({ file, message });
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

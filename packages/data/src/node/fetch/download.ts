import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { AbortedError, FileUnreadableError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';

/** How far a download has come. */
export interface DownloadProgress {
  /** Bytes on the disk, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes in all; `undefined` where the server does not say. */
  readonly total: number | undefined;
}

/** What to download, and how. */
export interface Download {
  readonly url: URL;
  readonly file: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sha256: string | undefined;
  readonly maxBytes: number;
  /** How often to go on after the connection was cut. */
  readonly retries: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads to `file`, which appears only when it is complete and its checksum is right. What has come of a cut
 * download stays beside it as `.part` and is continued, if the server still has the same version.
 *
 * @throws {FileUnreadableError} when the server refuses, sends too much or too little, or the checksum is wrong
 * @throws {AbortedError}
 */
export async function download(task: Download): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await receive(task);
      break;
    } catch (error) {
      if (task.signal?.aborted)
        throw new AbortedError({
          message: `The download of ${task.url} was aborted.`,
          cause: task.signal.reason,
        });
      if (!isCut(error) || attempt >= task.retries) throw asUnreadable(task, error);
      await setTimeout(200 * attempt);
    }
  }
  await checkSum(task);
  await rename(partOf(task), task.file);
  await rm(versionOf(task), { force: true });
}

const partOf = ({ file }: Download) => `${file}.part`;
/** Holds what the server calls the version that the part is of. */
const versionOf = ({ file }: Download) => `${file}.part.version`;

/** An end that came too early: worth another attempt. */
class CutError extends Error {}

function isCut(error: unknown): boolean {
  // `fetch` reports every trouble with the connection as a TypeError.
  return error instanceof CutError || error instanceof TypeError;
}

function asUnreadable({ url }: Download, cause: unknown): FileUnreadableError {
  if (FileUnreadableError.isInstance(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileUnreadableError({
    file: url.href,
    message: `${url} cannot be downloaded: ${reason}.`,
    cause,
  });
}

async function receive(task: Download): Promise<void> {
  const have = await continuable(task);
  const { response, start } = await request(task, have);
  const length = response.headers.get('content-length');
  const total = length === null ? undefined : start + Number(length);
  if (total !== undefined && total > task.maxBytes) throw tooLarge(task);
  const version = response.headers.get('etag') ?? response.headers.get('last-modified') ?? '';
  await writeFile(versionOf(task), version);
  await using handle = await open(partOf(task), start === 0 ? 'w' : 'a').catch((error: unknown) => {
    throw fileError(task.file, error);
  });
  let received = start;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    received += chunk.length;
    if (received > task.maxBytes) throw tooLarge(task);
    await handle.appendFile(chunk);
    task.onProgress?.({ received, total });
  }
  if (total !== undefined && received !== total) throw new CutError(`${received} of ${total} bytes came`);
  await handle.sync();
}

/** What is there of an earlier attempt, if the version that it is of is known. */
async function continuable(task: Download): Promise<{ size: number; version: string } | undefined> {
  const version = await readFile(versionOf(task), 'utf8').catch(() => '');
  const size = await stat(partOf(task)).then(
    (entry) => entry.size,
    () => 0,
  );
  return version !== '' && !version.startsWith('W/') && size > 0 ? { size, version } : undefined;
}

async function request(task: Download, have: { size: number; version: string } | undefined) {
  const range = have && { range: `bytes=${have.size}-`, 'if-range': have.version };
  const response = await fetch(task.url, {
    headers: { ...task.headers, ...range, 'accept-encoding': 'identity' },
    ...(task.signal && { signal: task.signal }),
  });
  const start = Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
  if (have !== undefined && response.status === 206 && start === have.size) return { response, start };
  if (response.status === 200) return { response, start: 0 };
  await response.body?.cancel();
  if (have === undefined || response.status !== 416)
    throw new FileUnreadableError({
      file: task.url.href,
      message: `${task.url} cannot be downloaded: the server answered ${response.status} ${response.statusText}.`,
    });
  // The part is as long as the whole, or longer: begin again.
  await rm(partOf(task), { force: true });
  await rm(versionOf(task), { force: true });
  throw new CutError('the part did not fit the file');
}

function tooLarge({ url, maxBytes }: Download): FileUnreadableError {
  const message = `${url} is larger than ${maxBytes} bytes (maxBytes).`;
  return new FileUnreadableError({ file: url.href, message });
}

async function checkSum(task: Download): Promise<void> {
  if (task.sha256 === undefined) return;
  const received = await sha256Of(partOf(task));
  if (received === task.sha256.toLowerCase()) return;
  await rm(partOf(task), { force: true });
  await rm(versionOf(task), { force: true });
  const message = `${task.url} has the SHA-256 checksum ${received}; it must be ${task.sha256}. It was deleted.`;
  throw new FileUnreadableError({ file: task.url.href, message });
}

/** The SHA-256 checksum of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await using handle = await open(file);
  for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk);
  return hash.digest('hex');
}

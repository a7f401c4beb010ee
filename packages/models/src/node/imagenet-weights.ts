import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { InvalidFileError } from '@imgclf/runtime';
import {
  cacheFolder,
  type DownloadProgress,
  downloadFile,
  hashFile,
  writeFileAtomic,
} from '@imgclf/runtime/node';
import type { WeightsFile } from '../applications/application';
import { isHdf5 } from '../weights/hdf5';

/** Options of the downloaded ImageNet weights. */
export interface ImagenetWeightsOptions {
  /** Where downloaded weights are kept. @default `models` in the folder that `IMGCLF_HOME` names, else in `~/.imgclf` */
  cacheDir?: string;
  /** Is told how far a download is. */
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
}

/**
 * Makes sure that a published file of weights is in the cache, and is what it was when it came: its MD5 sum is compared
 * with the published one where there is one, and the SHA-256 that was recorded at the first download with the file each
 * time.
 *
 * @returns where the file is
 * @throws {InvalidFileError} when the file is not what it should be
 * @throws {FileUnreadableError} when there is no connection
 */
export async function imagenetWeights(
  { url, md5 }: WeightsFile,
  options: ImagenetWeightsOptions = {},
): Promise<string> {
  const { cacheDir, ...download } = options;
  const file = imagenetWeightsPath({ url }, cacheDir);
  const checksum = md5 === undefined ? {} : { checksum: { algorithm: 'md5', value: md5 } as const };
  await downloadFile(url, file, { ...download, ...checksum, check: (part) => checkHdf5(part, url) });
  await checkRecord(file);
  return file;
}

/** Where a published file of weights is, or would be, in the cache. */
export function imagenetWeightsPath(
  { url }: WeightsFile,
  cacheDir: string = path.join(cacheFolder(), 'models'),
): string {
  return path.join(cacheDir, path.basename(new URL(url).pathname));
}

/** A page of HTML, which some networks answer everything with, is no file of weights. */
async function checkHdf5(part: string, url: string): Promise<void> {
  await using handle = await open(part);
  const { buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  if (isHdf5(buffer)) return;
  throw new InvalidFileError({ file: url, message: `${url} did not come as an HDF5 file.` });
}

/** Trusts a file on its first use and holds it to that. */
async function checkRecord(file: string): Promise<void> {
  const record = `${file}.sha256`;
  const actual = await hashFile(file, 'sha256');
  const known = await stat(record).then(
    () => readFile(record, 'utf8'),
    () => undefined,
  );
  if (known === undefined) {
    await writeFileAtomic(record, actual);
    return;
  }
  if (known.trim() === actual) return;
  const message = `${file} has changed since it was downloaded. Delete it and ${record} to download it again.`;
  throw new InvalidFileError({ file, message });
}

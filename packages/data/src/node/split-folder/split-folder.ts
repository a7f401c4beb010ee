import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatasetEmptyError, InvalidArgumentError, parseOptions, throwIfAborted } from '@imgclf/runtime';
import { imageExtensions } from '../image-dataset-from-directory';
import { walkFiles } from '../walk-files';
import { planSplit } from './plan-split';
import { checkSameSplit, readSplitManifest, type SplitManifest, writeSplitManifest } from './split-manifest';
import { type ParsedSplit, type SplitFolderOptions, splitSchema } from './split-options';
import { sizeOf, transferFile } from './transfer-file';

/**
 * Splits a folder of images into folders for training, validation and testing, one subfolder for each class in each of
 * them. The same files, ratios and seed give the same split on every machine. `split.json` in the target folder says
 * what went where; it is written first, and a call that was interrupted goes on where it stopped when it is repeated.
 * No file is ever overwritten.
 *
 * @param source the folder, with a subfolder for each class unless `classOf` says otherwise
 * @param target where the parts go; outside of `source`
 * @param options see {@link SplitFolderOptions}
 * @returns the manifest
 * @throws {InvalidArgumentError} when an option is out of range, another file is in the way, or `target` holds a split
 * that was begun with other settings
 * @throws {FileNotFoundError} when the folder, or a file of it, does not exist
 * @throws {DatasetEmptyError} when the folder holds no images
 * @throws {AbortedError} when `signal` fires
 * @example
 * await splitFolder('photos', 'split', { ratios: { train: 0.8, validation: 0.1, test: 0.1 }, seed: 42, by: 'link' });
 */
export async function splitFolder(
  source: string,
  target: string,
  options: SplitFolderOptions = {},
): Promise<SplitManifest> {
  const checked = parseOptions(splitSchema, options);
  const from = path.resolve(source);
  const to = path.resolve(target);
  if (!path.relative(from, to).startsWith('..'))
    throw new InvalidArgumentError({
      argument: 'target',
      allowed: `a folder outside of ${from}`,
      received: to,
    });
  const manifest = await manifestOf(from, to, checked);
  const { by, files } = manifest;
  for (const [i, file] of files.entries()) {
    throwIfAborted(checked.signal);
    await transferFile({
      from: path.join(from, file.from),
      to: path.join(to, file.to),
      by,
      bytes: file.bytes,
    });
    checked.onProgress?.({ done: i + 1, total: files.length });
  }
  return manifest;
}

/** The plan of a split that was begun before, or a new one, written down before anything is done. */
async function manifestOf(source: string, target: string, options: ParsedSplit): Promise<SplitManifest> {
  const file = path.join(target, 'split.json');
  const { ratios, seed, stratify, by } = options;
  const settings = { version: 1, source, ratios, seed, stratify, by } as const;
  const begun = await readSplitManifest(file);
  if (begun !== undefined) {
    checkSameSplit(begun, settings);
    return begun;
  }
  const manifest = { ...settings, files: await planFiles(source, options) };
  await mkdir(target, { recursive: true });
  await writeSplitManifest(file, manifest);
  return manifest;
}

async function planFiles(source: string, options: ParsedSplit): Promise<SplitManifest['files']> {
  const { classOf = topFolder, extensions = imageExtensions, signal } = options;
  const found = await walkFiles(source, { extensions, followLinks: false, signal });
  const paths = found.map((file) => path.relative(source, file).split(path.sep).join('/'));
  const classified = paths.map((name) => [name, classOf(name)] as const).filter(([, label]) => label !== '');
  if (classified.length === 0)
    throw new DatasetEmptyError({ message: `There are no images with a class in the folder ${source}.` });
  for (const [name, label] of classified) checkClass(name, label);
  const planned = planSplit(classified, options);
  const files = [];
  for (const { from, part, ...rest } of planned) {
    const to = path.posix.join(part, rest.class, withinClass(from, rest.class));
    files.push({ from, to, part, ...rest, bytes: await sizeOf(path.join(source, from)) });
  }
  return files;
}

/** A class becomes a folder of the target, and must not lead out of it. */
function checkClass(name: string, label: string): void {
  if (/^[^/\\.][^/\\]*$/.test(label)) return;
  throw new InvalidArgumentError({
    argument: `classOf(${JSON.stringify(name)})`,
    allowed: 'a folder name',
    received: label,
  });
}

/** The top-level subfolder; nothing for files beside the subfolders. */
function topFolder(name: string): string {
  return name.includes('/') ? (name.split('/')[0] as string) : '';
}

function withinClass(name: string, label: string): string {
  return name.startsWith(`${label}/`) ? name.slice(label.length + 1) : name;
}

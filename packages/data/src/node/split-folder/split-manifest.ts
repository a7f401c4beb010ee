import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, InvalidFileError } from '@imgclf/runtime';
import { fileError, writeFileAtomic } from '@imgclf/runtime/node';
import * as v from 'valibot';

const schema = v.object({
  version: v.literal(1),
  source: v.string(),
  ratios: v.record(v.string(), v.number()),
  seed: v.number(),
  stratify: v.boolean(),
  by: v.picklist(['copy', 'link', 'move']),
  files: v.array(
    v.object({ from: v.string(), to: v.string(), class: v.string(), part: v.string(), bytes: v.number() }),
  ),
});

/** The record of a split, `split.json` in the target folder. */
export type SplitManifest = v.InferOutput<typeof schema>;

/** The manifest of a split that was begun before; `undefined` where there is none. @throws {InvalidFileError} */
export async function readSplitManifest(file: string): Promise<SplitManifest | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileError(file, error);
  });
  if (text === undefined) return undefined;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (cause) {
    throw new InvalidFileError({ file, message: `${file} is not the manifest of a split.`, cause });
  }
}

/** Writes a manifest whole or not at all. */
export function writeSplitManifest(file: string, manifest: SplitManifest): Promise<void> {
  return writeFileAtomic(file, `${JSON.stringify(manifest, null, 1)}\n`);
}

/** @throws {InvalidArgumentError} when a split is to be continued with other settings than it was begun with */
export function checkSameSplit(begun: SplitManifest, wanted: Omit<SplitManifest, 'files'>): void {
  const { files: _, ...settings } = begun;
  for (const [argument, value] of Object.entries(settings)) {
    const received = wanted[argument as keyof typeof settings];
    if (JSON.stringify(value) !== JSON.stringify(received))
      throw new InvalidArgumentError({
        argument,
        allowed: `${JSON.stringify(value)}, with which the split in the target folder was begun`,
        received,
      });
  }
}

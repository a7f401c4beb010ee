import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileNotFoundError, FileUnreadableError } from '../../index';
import { writeFileAtomic } from './write-file-atomic';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf write '));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes bytes and text, over an older file too, and leaves nothing else', async () => {
  const file = path.join(folder, 'history.json');
  await writeFileAtomic(file, new Uint8Array([104, 105]));
  expect(await readFile(file, 'utf8')).toBe('hi');
  await writeFileAtomic(file, 'höher');
  expect(await readFile(file, 'utf8')).toBe('höher');
  expect(await readdir(folder)).toEqual(['history.json']);
});

test('a reader sees the old or the new file, never half of one', async () => {
  const file = path.join(folder, 'big.bin');
  const versions = [1, 2, 3, 4].map((value) => new Uint8Array(1_000_000).fill(value));
  await writeFileAtomic(file, versions[0] as Uint8Array);
  const writing = Promise.all(versions.map((version) => writeFileAtomic(file, version)));
  for (let i = 0; i < 20; i++) {
    const seen = await readFile(file);
    expect(seen.length).toBe(1_000_000);
    expect(new Set(seen).size).toBe(1);
  }
  await writing;
});

test('says what is wrong and cleans up', async () => {
  const missing = path.join(folder, 'missing', 'x.json');
  await expect(writeFileAtomic(missing, 'x')).rejects.toSatisfy(FileNotFoundError.isInstance);
  const taken = path.join(folder, 'taken');
  await mkdir(path.join(taken, 'inner'), { recursive: true });
  await expect(writeFileAtomic(taken, 'x')).rejects.toSatisfy(FileUnreadableError.isInstance);
  expect(await readdir(folder)).toEqual(['taken']);
});

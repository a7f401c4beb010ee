import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shuffleIndex } from '../index/shuffle-index';
import { splitIndex } from '../index/split-index';
import keras from './__fixtures__/keras-index.json';
import { type IndexOptions, indexDirectory } from './index-directory';

const options: IndexOptions = {
  labels: 'inferred',
  classNames: undefined,
  followLinks: false,
  extensions: ['.bmp', '.gif', '.jpeg', '.jpg', '.png'],
};
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'index-'));
  for (const file of keras.files) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
});
afterAll(() => rm(root, { recursive: true }));

function relative(files: readonly string[]): string[] {
  return files.map((file) => path.relative(root, file));
}

describe('indexDirectory', () => {
  it.each(keras.cases)(
    'lists, shuffles and splits as Keras does: labels $labels, seed $seed, split $split',
    async (example) => {
      const labels = example.labels === 'list' ? keras.labels : (example.labels as 'inferred' | null);
      const classNames = example.class_names_given ?? undefined;
      const found = await indexDirectory(root, { ...options, labels, classNames });
      expect(found.classNames).toEqual(example.class_names);
      const all = example.seed === null ? found : shuffleIndex(found, example.seed);
      const split = splitIndex(all, { fraction: example.split ?? 0.5, stratify: false });
      for (const [name, expected] of Object.entries(example.parts)) {
        const part = { all, ...split }[name as 'all' | 'training' | 'validation'];
        expect(relative(part.items)).toEqual(expected.files);
        expect(part.labels).toEqual(expected.labels);
      }
    },
  );

  it('does not enter linked folders unless asked, and walks no circles', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'links-'));
    await mkdir(path.join(folder, 'a/deep'), { recursive: true });
    await writeFile(path.join(folder, 'a/deep/1.png'), '');
    await symlink(path.join(folder, 'a/deep'), path.join(folder, 'a/linked'));
    await symlink(folder, path.join(folder, 'a/deep/circle'));
    await symlink('self.png', path.join(folder, 'a/self.png'));
    await symlink(path.join(folder, 'a'), path.join(folder, 'b'));
    const list = async (followLinks: boolean) => {
      const { items, classNames } = await indexDirectory(folder, { ...options, followLinks });
      return { files: items.map((file) => path.relative(folder, file)), classNames };
    };
    expect(await list(false)).toEqual({
      classNames: ['a', 'b'],
      files: ['a/self.png', 'a/deep/1.png', 'b/self.png', 'b/deep/1.png'],
    });
    const followed = await list(true);
    expect(followed.files).toContain('a/linked/1.png');
    expect(followed.files.length).toBeLessThan(20);
    await rm(folder, { recursive: true });
  });

  it('names what is wrong', async () => {
    const missing = path.join(root, 'missing');
    await expect(indexDirectory(missing, options)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      file: missing,
    });
    await expect(indexDirectory(path.join(root, 'root.png'), options)).rejects.toMatchObject({
      argument: 'directory',
    });
    await expect(indexDirectory(root, { ...options, classNames: ['ape', 'cow'] })).rejects.toMatchObject({
      argument: 'classNames',
      allowed: expect.stringContaining('Zebra, ape'),
    });
    await expect(indexDirectory(root, { ...options, labels: [1, 2] })).rejects.toMatchObject({
      argument: 'labels',
      received: 2,
    });
    await expect(
      indexDirectory(root, { ...options, labels: null, classNames: ['ape'] }),
    ).rejects.toMatchObject({
      argument: 'classNames',
    });
    const signal = AbortSignal.abort('stop');
    await expect(indexDirectory(root, { ...options, signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

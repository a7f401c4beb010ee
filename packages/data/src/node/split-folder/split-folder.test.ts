import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelFromFileName } from '../../images/label-items';
import { planSplit } from './plan-split';
import { splitFolder } from './split-folder';

let root: string;
let source: string;
let target: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'split '));
  source = path.join(root, 'photos');
  target = path.join(root, 'parts');
  for (const [name, count] of [
    ['cats', 20],
    ['dogs', 10],
  ] as const) {
    await mkdir(path.join(source, name, 'deep'), { recursive: true });
    for (let i = 0; i < count; i++) {
      const file = path.join(source, name, i % 2 ? 'deep' : '', `${name} ${i}\n.jpg`);
      await writeFile(file, `${name} ${i}`);
    }
  }
  await writeFile(path.join(source, 'beside.jpg'), 'no class');
  await writeFile(path.join(source, 'cats', 'notes.txt'), 'no image');
});
afterEach(() => rm(root, { recursive: true }));

async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

const counts = (files: readonly string[], prefix: string) =>
  files.filter((file) => file.startsWith(prefix)).length;

describe('splitFolder', () => {
  it('copies every class in proportion, each file once, and says so in the manifest', async () => {
    const before = await listing(source);
    const { files } = await splitFolder(source, target, { seed: 1 });
    const made = await listing(target);
    expect(['train', 'validation', 'test'].map((part) => counts(made, `${part}/cats/`))).toEqual([16, 2, 2]);
    expect(['train', 'validation', 'test'].map((part) => counts(made, `${part}/dogs/`))).toEqual([8, 1, 1]);
    expect(made).toHaveLength(31);
    expect(new Set(files.map(({ from }) => from)).size).toBe(30);
    for (const { from, to } of files)
      expect(await readFile(path.join(target, to))).toEqual(await readFile(path.join(source, from)));
    expect(JSON.parse(await readFile(path.join(target, 'split.json'), 'utf8')).files).toEqual(files);
    expect(await listing(source)).toEqual(before);
  });

  it('gives the same split for the same seed', async () => {
    const plan = async (name: string, seed: number) =>
      (await splitFolder(source, path.join(root, name), { seed })).files;
    expect(await plan('one', 7)).toEqual(await plan('two', 7));
    expect(await plan('one', 7)).not.toEqual(await plan('three', 8));
  });

  it('links and moves', async () => {
    const { files } = await splitFolder(source, target, { by: 'link' });
    const [{ from, to }] = files as [(typeof files)[number]];
    expect(await readlink(path.join(target, to))).toBe(path.join(source, from));
    const moved = path.join(root, 'moved');
    await splitFolder(source, moved, { by: 'move', ratios: { a: 0.5, b: 0.5 } });
    expect(await listing(source)).toEqual(['beside.jpg', 'cats/notes.txt']);
    expect(await listing(moved)).toHaveLength(31);
  });

  it.each(['copy', 'move', 'link'] as const)('goes on where it stopped: %s', async (by) => {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done === 11 && controller.abort('enough');
    const stopped = splitFolder(source, target, { by, onProgress, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await listing(target)).toHaveLength(12);
    let last = { done: 0, total: 0 };
    const { files } = await splitFolder(source, target, { by, onProgress: (progress) => (last = progress) });
    expect(last).toEqual({ done: 30, total: 30 });
    expect((await listing(target)).filter((file) => file !== 'split.json')).toEqual(
      files.map(({ to }) => to).sort(),
    );
  });

  it('refuses to go on with other settings, or over other files', async () => {
    const { files } = await splitFolder(source, target);
    await expect(splitFolder(source, target, { seed: 5 })).rejects.toMatchObject({
      argument: 'seed',
      received: 5,
    });
    const [{ to }] = files as [(typeof files)[number]];
    await writeFile(path.join(target, to), 'something else entirely');
    await expect(splitFolder(source, target)).rejects.toMatchObject({ argument: 'target' });
    expect(await readFile(path.join(target, to), 'utf8')).toBe('something else entirely');
    await writeFile(path.join(target, 'split.json'), '{"version":2}');
    await expect(splitFolder(source, target)).rejects.toMatchObject({ code: 'INVALID_FILE' });
  });

  it('takes classes from file names', async () => {
    const flat = path.join(root, 'flat');
    await mkdir(flat);
    for (const name of ['dog.1.jpg', 'dog.2.jpg', 'cat.1.jpg', 'cat.2.jpg'])
      await writeFile(path.join(flat, name), name);
    await splitFolder(flat, target, { classOf: labelFromFileName, ratios: { a: 0.5, b: 0.5 } });
    const made = await listing(target);
    expect(['a/cat/', 'a/dog/', 'b/cat/', 'b/dog/'].map((prefix) => counts(made, prefix))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it.each<[string, Parameters<typeof splitFolder>[2]]>([
    ['ratios', { ratios: { train: 0.5, test: 0.4 } }],
    ['ratios.train', { ratios: { train: -0.5, test: 1.5 } }],
    ['by', { by: 'steal' as never }],
    ['seed', { seed: 0.5 }],
  ])('refuses wrong %s', async (argument, options) => {
    await expect(splitFolder(source, target, options)).rejects.toMatchObject({ argument });
  });

  it('refuses a target within the source, a missing source and one without images', async () => {
    await expect(splitFolder(source, path.join(source, 'parts'))).rejects.toMatchObject({
      argument: 'target',
    });
    await expect(splitFolder(path.join(root, 'none'), target)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    await mkdir(path.join(root, 'empty'));
    await expect(splitFolder(path.join(root, 'empty'), target)).rejects.toMatchObject({
      code: 'DATASET_EMPTY',
    });
  });
});

it('planSplit deals every file to one part, whatever their order', () => {
  const files = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom('a', 'b', 'c')), {
    selector: ([name]) => name,
  });
  const plan = { ratios: { x: 0.7, y: 0.2, z: 0.1 }, seed: 3, stratify: true };
  fc.assert(
    fc.property(files, (given) => {
      const planned = planSplit(given, plan);
      expect(planned).toHaveLength(given.length);
      expect(new Set(planned.map(({ from }) => from))).toEqual(new Set(given.map(([name]) => name)));
      expect(planSplit([...given].reverse(), plan)).toEqual(planned);
    }),
  );
});

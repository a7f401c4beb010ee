import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { processImage } from '@imgclf/preprocess';
import { nodePlatform } from '@imgclf/runtime/node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadImageTable, processFolder, saveImageTable } from './image-table';
import { decodeNpy, encodeNpy, type NpyValue } from './npy';
import { loadNpz, saveNpz } from './npz';

const numpyFile = fileURLToPath(new URL('__fixtures__/numpy.npz', import.meta.url));
const python = process.env.PYTHON ?? '/usr/bin/python3';
const hasNumpy = existsSync(python) && canRun('import numpy');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'npz-'));
});
afterAll(() => rm(folder, { recursive: true }));

function canRun(code: string): boolean {
  try {
    execFileSync(python, ['-c', code], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const arrays: Record<string, NpyValue> = {
  floats: { data: Float32Array.of(0, 0.5, Number.NaN, -1, 2, 3), shape: [2, 3] },
  doubles: { data: Float64Array.of(0.1), shape: [1] },
  bytes: { data: Uint8Array.of(1, 255), shape: [2, 1] },
  integers: { data: Int32Array.of(-5), shape: [] },
  texts: ['ape', 'bär', '\u{1f600}', ''],
  none: [],
};

describe('saveNpz and loadNpz', () => {
  it('give back what went in', async () => {
    const file = path.join(folder, 'arrays.npz');
    await saveNpz(file, arrays);
    expect(await loadNpz(file)).toEqual(arrays);
  });

  it('read what NumPy writes', async () => {
    expect(await loadNpz(numpyFile)).toEqual({
      features: { data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25), shape: [3, 2] },
      labels: { data: Int32Array.of(1, 0, 2), shape: [3] },
      class_names: ['ape', 'bär', '\u{1f600}'],
      flags: { data: Uint8Array.of(1, 0), shape: [2] },
      halves: { data: Float64Array.of(0.5, -1.5), shape: [2] },
    });
  });

  it.skipIf(!hasNumpy)('write what NumPy reads (skipped without PYTHON that has NumPy)', async () => {
    const file = path.join(folder, 'for-numpy.npz');
    await saveNpz(file, arrays);
    const code = `import numpy, sys
a = numpy.load(sys.argv[1])
print([(n, str(a[n].dtype), a[n].shape) for n in sorted(a.files)], a['texts'].tolist(), a['floats'][1].tolist())`;
    const output = execFileSync(python, ['-c', code, file], {
      encoding: 'utf8',
      env: { PYTHONIOENCODING: 'utf8' },
    });
    expect(output.trim()).toBe(
      "[('bytes', 'uint8', (2, 1)), ('doubles', 'float64', (1,)), ('floats', 'float32', (2, 3)), " +
        "('integers', 'int32', ()), ('none', '<U1', (0,)), ('texts', '<U3', (4,))] ['ape', 'bär', '\u{1f600}', ''] [-1.0, 2.0, 3.0]",
    );
  });

  it('refuse what is no array before they write', async () => {
    const file = path.join(folder, 'wrong.npz');
    const wrong = [
      undefined,
      null,
      5,
      [1],
      {},
      { data: [1], shape: [1] },
      { data: Float32Array.of(1), shape: [2] },
    ];
    for (const value of wrong)
      await expect(saveNpz(file, { value: value as never })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    await expect(saveImageTable(file, file as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(loadNpz(file)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('refuse damaged, foreign and oversized files', async () => {
    const whole = await readFile(numpyFile);
    const file = path.join(folder, 'damaged.npz');
    for (let length = 0; length < whole.length; length += 40) {
      await writeFile(file, whole.subarray(0, length));
      await expect(loadNpz(file)).rejects.toMatchObject({ code: 'INVALID_FILE', file });
    }
    await expect(loadNpz(numpyFile, { maxBytes: 100 })).rejects.toMatchObject({ code: 'INVALID_FILE' });
    await expect(loadImageTable(path.join(folder, 'arrays.npz'))).rejects.toMatchObject({
      code: 'INVALID_FILE',
    });
    await expect(loadNpz(path.join(folder, 'none.npz'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

it('decodeNpy gives an array that fits or a typed error, whatever the bytes', () => {
  const valid = encodeNpy({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
  const mutation = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(mutation, (changes) => {
      const bytes = valid.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        const value = decodeNpy(bytes, 'a.npy') as { data: Float32Array; shape: number[] };
        if ('shape' in value) expect(value.shape.reduce((n, size) => n * size, 1)).toBe(value.data.length);
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID_FILE' });
      }
    }),
  );
});

describe('processFolder', () => {
  const levels = [10, 200, 30];
  let photos: string;
  beforeAll(async () => {
    photos = path.join(folder, 'photos');
    for (const [i, name] of ['a', 'b', 'b'].entries()) {
      await mkdir(path.join(photos, name), { recursive: true });
      const data = new Uint8Array(48).fill(levels[i] as number);
      const png = await nodePlatform.encodePng({ width: 4, height: 4, channels: 3, data });
      await writeFile(path.join(photos, name, `${i}.png`), png);
    }
    await writeFile(path.join(photos, 'b', '1-broken.png'), 'no picture');
  });

  it('makes rows of grey values, and a table that survives saving', async () => {
    const { unreadable, ...table } = await processFolder(photos, { onError: 'skip', size: 4 });
    expect(unreadable.map(({ file }) => path.basename(file))).toEqual(['1-broken.png']);
    expect([table.features.shape, table.labels.data, table.classNames]).toEqual([
      [3, 16],
      Int32Array.of(0, 1, 1),
      ['a', 'b'],
    ]);
    const image = await nodePlatform.decodeImage(await readFile(path.join(photos, 'b', '1.png')));
    expect(table.features.data.slice(16, 32)).toEqual(processImage(image, { size: 4 }));
    const file = path.join(folder, 'table.npz');
    await saveImageTable(file, table);
    expect(await loadImageTable(file)).toEqual({
      ...table,
      features: { ...table.features, data: table.features.data.slice() },
    });
  });

  it('has 9,216 features by default, and shuffles rows and labels together', async () => {
    await expect(processFolder(photos)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' });
    const table = (seed: number) => processFolder(photos, { onError: 'skip', seed });
    const { features, labels, files } = await table(3);
    expect(features.shape).toEqual([3, 9216]);
    files.forEach((file, row) => {
      const i = Number(path.basename(file)[0]);
      expect(features.data[row * 9216]).toBeCloseTo((levels[i] as number) / 255, 3);
      expect(labels.data[row]).toBe(i === 0 ? 0 : 1);
    });
    expect((await table(3)).files).toEqual(files);
    await expect(processFolder(photos, { size: 0 })).rejects.toMatchObject({ argument: 'size' });
  });
});

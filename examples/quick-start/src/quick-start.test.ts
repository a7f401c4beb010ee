import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const app = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const testData =
  process.env.IMGCLF_TEST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const photographs = path.join(testData, 'cats_dogs', 'train');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quick start '));
});

afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

async function run(...args: string[]): Promise<Outcome> {
  try {
    const output = await promisify(execFile)(process.execPath, [app, ...args], {
      cwd: folder,
      maxBuffer: 2 ** 24,
    });
    return { status: 0, ...output };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

async function readHistory(out: string): Promise<Record<string, number[]>> {
  const { history } = JSON.parse(await readFile(path.join(folder, out, 'history.json'), 'utf8'));
  return history;
}

/** Red or blue pictures with noise: a class for each colour, as PNG. */
async function paint(parent: string, label: string, red: number): Promise<void> {
  await mkdir(path.join(parent, label), { recursive: true });
  for (let i = 0; i < 20; i++) {
    const background = { r: red, g: 10 * i, b: 255 - red };
    const picture = sharp({ create: { width: 40 + i, height: 30, channels: 3, background } });
    await picture.png().toFile(path.join(parent, label, `${i}.png`));
  }
}

test('learns the MNIST digits in three epochs and leaves a report', { timeout: 300_000 }, async () => {
  const { status, stdout } = await run('--out', 'digits');
  expect(status).toBe(0);
  const { val_accuracy: accuracy = [] } = await readHistory('digits');
  expect(accuracy).toHaveLength(3);
  expect(accuracy.at(-1)).toBeGreaterThanOrEqual(0.96);
  expect(stdout).toContain(`Accuracy on held-out images: ${accuracy.at(-1)?.toFixed(4)}`);
  const files = await readdir(path.join(folder, 'digits'));
  expect(files).toEqual(
    expect.arrayContaining([
      'model',
      'history.json',
      'report.html',
      'predictions.png',
      'softmax.png',
      'training-curves.png',
    ]),
  );
  expect(await readFile(path.join(folder, 'digits', 'report.html'), 'utf8')).toMatch(/i=0.*pred=7.*gt=7/s);
});

test('learns a folder, twice to the last digit, and skips and reports what is no image', {
  timeout: 120_000,
}, async () => {
  const pictures = path.join(folder, 'my pictures');
  await paint(pictures, 'red', 255);
  await paint(pictures, 'blue ü', 0);
  await writeFile(path.join(pictures, 'red', 'text.jpg'), 'not an image');
  const options = ['--epochs', '2', '--image-size', '32', '--batch-size', '8'];
  const first = await run(pictures, ...options);
  const second = await run(pictures, ...options);
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(first.stdout).toMatch(/Left out: .*text\.jpg/);
  expect(await readdir(path.join(folder, 'runs'))).toEqual(['my pictures', 'my pictures-2']);
  expect(await readHistory('runs/my pictures')).toEqual(await readHistory('runs/my pictures-2'));
});

describe.skipIf(!existsSync(photographs))('with the photographs of cats and dogs', () => {
  test('trains on 200 of them for two epochs, loads the model and predicts', {
    timeout: 300_000,
  }, async () => {
    const some = path.join(folder, 'pets');
    for (const label of ['cats', 'dogs']) {
      await mkdir(path.join(some, label), { recursive: true });
      for (const name of (await readdir(path.join(photographs, label))).sort().slice(0, 100)) {
        await copyFile(path.join(photographs, label, name), path.join(some, label, name));
      }
    }
    const { status, stdout } = await run(some, '--epochs', '2', '--out', 'pets run');
    expect(status).toBe(0);
    expect(stdout).toMatch(/The saved model says:\n(.*: (cats|dogs) \([01]\.\d+\), truth (cats|dogs)\n){3}/);
    const { loss = [] } = await readHistory('pets run');
    expect(loss[1]).toBeLessThan(loss[0] as number);
  });
});

test.each([
  ['a missing folder', ['missing'], 1, 'FILE_NOT_FOUND'],
  ['a folder without images', ['empty'], 1, 'DATASET_EMPTY'],
  ['a single class', ['single'], 1, 'INVALID_ARGUMENT'],
  ['a batch size of 0', ['single', '--batch-size', '0'], 2, 'from 1 to 4096'],
  ['an unknown option', ['--speed', '11'], 2, '--speed'],
])('refuses %s', async (_, args, status, reason) => {
  await mkdir(path.join(folder, 'empty', 'nothing'), { recursive: true });
  await paint(path.join(folder, 'single'), 'red', 255);
  const outcome = await run(...args);
  expect(outcome.stderr).toContain(reason);
  expect(outcome.status).toBe(status);
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const testData =
  process.env.IMGCLF_TEST_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Weights of MobileNetV2 without its top. */
export const mobileNetWeights = path.join(
  testData,
  'weights',
  'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
);

/** Whether there are photographs and weights to test with. */
export const hasTestData = existsSync(mobileNetWeights) && existsSync(path.join(testData, 'cats_dogs'));

/**
 * Links the first photographs of each class to a new folder, which is gone when the test ends.
 *
 * @param {'cats_dogs' | 'dog_breeds'} name
 * @param {{ classes?: number, train: number, validation: number }} counts photographs of each class, and classes
 * @returns the folder
 */
export async function fewPhotographs(name, { classes = 2, ...counts }) {
  const folder = await newFolder('few photographs ');
  const labels = (await readdir(path.join(testData, name, 'validation'))).sort().slice(0, classes);
  for (const [part, count] of Object.entries(counts)) {
    for (const label of labels) {
      const from = path.join(testData, name, part);
      await mkdir(path.join(folder, part, label), { recursive: true });
      const files = (await readdir(path.join(from, label))).sort();
      for (const file of files.slice(0, count)) {
        await symlink(path.join(from, label, file), path.join(folder, part, label, file));
      }
    }
  }
  return folder;
}

/**
 * Runs a tutorial as a user does.
 *
 * @param {string} program the path of its `train.js`
 * @param {string[]} args
 * @returns what it wrote to `result.json`, and the files in its folder
 */
export async function runTutorial(program, args) {
  const out = await newFolder('tutorial ');
  await promisify(execFile)(process.execPath, [program, ...args, '--out', out], { timeout: 230_000 });
  /** @type {import('./write-result.js').Result} */
  const result = JSON.parse(await readFile(path.join(out, 'result.json'), 'utf8'));
  return { result, files: await readdir(out, { recursive: true }) };
}

/** @param {string} prefix */
async function newFolder(prefix) {
  const folder = await mkdtemp(path.join(tmpdir(), prefix));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

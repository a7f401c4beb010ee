import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileNotFoundError } from '@imgclf/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logs } from '../../logs/logs';
import { CSVLogger } from './csv-logger';

interface CsvCase {
  append: boolean;
  before: string | null;
  logs: Logs[];
  text: string;
}

const { csvs } = JSON.parse(
  readFileSync(new URL('../../callbacks/__fixtures__/keras-callbacks.json', import.meta.url), 'utf8'),
) as { csvs: CsvCase[] };

let folder: string;
let filename: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf csv '));
  filename = path.join(folder, 'log.csv');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(logger: CSVLogger, logs: readonly Logs[], first = 0): Promise<string> {
  for (const [i, each] of logs.entries()) await logger.onEpochEnd(first + i, { ...each });
  await logger.onTrainEnd();
  return readFile(filename, 'utf8');
}

test.each(csvs)(
  'writes what Keras writes: append $append over $before',
  async ({ append, before, logs, text }) => {
    if (before !== null) await writeFile(filename, before);
    const logger = new CSVLogger({ filename, append });
    logger.onTrainBegin();
    expect(await write(logger, logs)).toBe(text);
  },
);

test('every row is on the disk when its epoch ends', async () => {
  const logger = new CSVLogger({ filename });
  logger.onTrainBegin();
  await logger.onEpochEnd(0, { loss: 0.5, val_loss: 0.25 });
  expect(await readFile(filename, 'utf8')).toBe('epoch,loss,val_loss\r\n0,0.5,0.25\r\n');
  await logger.onTrainError();
});

test('goes on in the same file after a restart', async () => {
  const first = new CSVLogger({ filename });
  first.onTrainBegin();
  await write(first, [{ loss: 0.5, val_loss: 0.25 }]);
  const second = new CSVLogger({ filename });
  second.onTrainBegin();
  second.loadState(first.saveState());
  expect(await write(second, [{ loss: 0.25, val_loss: 0.125 }], 1)).toBe(
    'epoch,loss,val_loss\r\n0,0.5,0.25\r\n1,0.25,0.125\r\n',
  );
});

test('names a file that cannot be written', async () => {
  const logger = new CSVLogger({ filename: path.join(folder, 'missing', 'log.csv') });
  await expect(logger.onEpochEnd(0, { loss: 1 })).rejects.toSatisfy(FileNotFoundError.isInstance);
});

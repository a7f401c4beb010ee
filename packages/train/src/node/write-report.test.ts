import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FileUnreadableError, InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evaluationOf, picture } from '../report/testing/pictures';
import { writeReport } from './write-report';

const history = { epoch: [0, 1], history: { loss: [0.7, 0.4], accuracy: [0.5, 0.8] } };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf report '));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes the page, each picture as SVG and PNG, and the history; twice over', async () => {
  const target = path.join(folder, 'a run', 'deep');
  const options = { title: 'Pets', history, evaluation: evaluationOf(40), imageOf: () => picture(20, 10) };
  await writeReport(target, options);
  const files = await writeReport(target, options);
  const pictures = [
    ...['training-curves', 'confusion-matrix', 'per-class', 'roc', 'precision-recall', 'calibration'],
    ...['predictions', 'softmax', 'worst-mistakes'],
  ];
  const names = [
    'report.html',
    ...pictures.flatMap((name) => [`${name}.svg`, `${name}.png`]),
    'history.json',
  ];
  expect(files.map((file) => path.relative(target, file))).toEqual(names);
  expect((await readdir(target)).sort()).toEqual([...names].sort());
  expect(JSON.parse(await readFile(path.join(target, 'history.json'), 'utf8'))).toEqual(history);
  expect(await readFile(path.join(target, 'report.html'), 'utf8')).toContain('<h1>Pets</h1>');
  for (const name of pictures) {
    const png = await nodePlatform.decodeImage(await readFile(path.join(target, `${name}.png`)));
    expect(new Set(png.data).size).toBeGreaterThan(20);
  }
});

test('writes nothing when the parts do not fit, and says when the system refuses', async () => {
  await expect(
    writeReport(folder, { dataset: { counts: { train: [1] }, classNames: ['cat', 'dog'] } }),
  ).rejects.toThrow(InvalidArgumentError);
  expect(await readdir(folder)).toEqual([]);
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  await expect(writeReport(file, { history })).rejects.toThrow(FileUnreadableError);
});

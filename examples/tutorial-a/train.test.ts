import { fileURLToPath } from 'node:url';
import { fewPhotographs, hasTestData, runTutorial } from '@imgclf/tutorials/testing';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('train.js', import.meta.url));

describe.skipIf(!hasTestData)('on a few photographs (skipped without IMGCLF_TEST_DATA)', () => {
  test('trains, judges, and keeps the table', async () => {
    const data = await fewPhotographs('cats_dogs', { train: 16, validation: 8 });
    const { result, files } = await runTutorial(program, [
      '--data',
      data,
      '--epochs',
      '3',
      '--image-size',
      '24',
    ]);
    expect(result.settings).toMatchObject({ epochs: 3, batchSize: 128, imageSize: 24 });
    expect(result.figures['validation accuracy']).toBeGreaterThanOrEqual(0);
    expect(result.figures['training accuracy, last epoch']).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(['train.npz', 'report.html', 'training-curves.png']));
  });

  test('deals out a folder that is not split yet', async () => {
    const data = await fewPhotographs('cats_dogs', { train: 10, validation: 0 });
    const { files } = await runTutorial(program, [
      '--data',
      `${data}/train`,
      '--epochs',
      '1',
      '--image-size',
      '16',
    ]);
    expect(files.filter((file) => /parts\/train\/cats\/.*jpg/.test(file))).toHaveLength(8);
    expect(files.filter((file) => /parts\/validation\/cats\/.*jpg/.test(file))).toHaveLength(2);
  });
});

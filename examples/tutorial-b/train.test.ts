import { fileURLToPath } from 'node:url';
import { fewPhotographs, hasTestData, mobileNetWeights, runTutorial } from '@imgclf/tutorials/testing';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('train.js', import.meta.url));

describe.skipIf(!hasTestData)('on a few photographs (skipped without IMGCLF_TEST_DATA)', () => {
  test('trains four models, and the frozen one knows cats from dogs', async () => {
    const data = await fewPhotographs('cats_dogs', { train: 40, validation: 12 });
    const settings = ['--image-size', '128', '--batch-size', '8', '--epochs', '3'];
    const { result, files } = await runTutorial(program, [
      ...['--data', data, '--weights', mobileNetWeights],
      ...settings,
    ]);
    for (const name of ['A', 'B', 'C', 'D'])
      expect(Object.keys(result.figures)).toContain(`model ${name}, validation`);
    expect(result.figures['model D, validation']).toBeGreaterThan(0.6);
    expect(files).toEqual(expect.arrayContaining(['four-models.png', 'training-pictures.png', 'model-D']));
  });
});

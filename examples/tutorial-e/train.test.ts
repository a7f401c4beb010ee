import { fileURLToPath } from 'node:url';
import { fewPhotographs, hasTestData, mobileNetWeights, runTutorial } from '@imgclf/tutorials/testing';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('train.js', import.meta.url));

describe.skipIf(!hasTestData)('on a few photographs (skipped without IMGCLF_TEST_DATA)', () => {
  test('tells breeds apart by a few photographs of each, and saves the whole model', async () => {
    const data = await fewPhotographs('dog_breeds', { classes: 6, train: 8, validation: 4 });
    const { result, files } = await runTutorial(program, [
      ...['--data', data, '--backbone', 'mobileNetV2', '--weights', mobileNetWeights],
      ...['--image-size', '160', '--epochs', '5'],
    ]);
    expect(result.figures).toMatchObject({ classes: 6 });
    expect(result.figures['test accuracy']).toBeGreaterThan(0.6);
    expect(files).toEqual(expect.arrayContaining(['report.html', 'model/model.json']));
  });
});

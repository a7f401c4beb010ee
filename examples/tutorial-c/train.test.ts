import { fileURLToPath } from 'node:url';
import { fewPhotographs, hasTestData, mobileNetWeights, runTutorial } from '@imgclf/tutorials/testing';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('train.js', import.meta.url));

describe.skipIf(!hasTestData)('on a few photographs (skipped without IMGCLF_TEST_DATA)', () => {
  test('goes on over the ends of the data, stops early, and trains a head', async () => {
    const data = await fewPhotographs('cats_dogs', { train: 16, validation: 6 });
    const { result, files } = await runTutorial(program, [
      ...['--data', data, '--backbone', 'mobileNetV2', '--weights', mobileNetWeights],
      ...['--image-size', '48', '--backbone-size', '128', '--batch-size', '8', '--steps-per-epoch', '10'],
      ...['--epochs', '2', '--patience', '0'],
    ]);
    expect(result.figures['model B, epochs']).toBe(2);
    expect(result.figures['model B stopped early, epochs']).toBeLessThanOrEqual(2);
    expect(result.figures['frozen backbone, validation']).toBeGreaterThan(0.6);
    expect(files).toEqual(
      expect.arrayContaining(['augmentation.png', 'models.png', 'model-B-stopped-early']),
    );
  });
});

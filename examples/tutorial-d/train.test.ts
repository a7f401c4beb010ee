import { fileURLToPath } from 'node:url';
import { runTutorial } from '@imgclf/tutorials/testing';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('train.js', import.meta.url));

test('learns the digits and draws what it learned', async () => {
  const { result, files } = await runTutorial(program, ['--epochs', '1', '--digits', '12800']);
  expect(result.settings).toMatchObject({ epochs: 1, batchSize: 32 });
  expect(result.figures['test accuracy']).toBeGreaterThan(0.8);
  expect(files).toEqual(expect.arrayContaining(['report.html', 'predictions.png', 'softmax.png']));
});

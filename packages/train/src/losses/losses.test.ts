import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { argMax, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { createEvaluationStep } from '../step/evaluation-step';
import fixture from './__fixtures__/losses.json' with { type: 'json' };
import { binaryCrossentropy } from './binary-crossentropy';
import { categoricalCrossentropy } from './categorical-crossentropy';
import { reduceLoss } from './reduce-loss';
import { resolveLoss } from './resolve-loss';

beforeAll(async () => {
  await initBackend();
});

const smoothed: Record<string, typeof binaryCrossentropy> = { binaryCrossentropy, categoricalCrossentropy };

test.each(Object.entries(fixture.values))(
  "%s is Keras's, weighted too",
  async (title, { options, value, weighted }) => {
    const name = title.split(',')[0] ?? '';
    const loss = 'labelSmoothing' in options ? smoothed[name]?.(options) : resolveLoss(name);
    const [plain, withWeights] = await expectNoTensorLeak(() =>
      tidy(() => {
        const oneHot: Tensor = tensor(fixture.labels, [6, 3]);
        const labels = name.startsWith('sparse') ? argMax(oneHot, -1) : oneHot;
        const values = loss?.values(labels, tensor(fixture.predictions, [6, 3])) as Tensor;
        expect(values.shape).toEqual([6]);
        return [reduceLoss(values).dataSync()[0], reduceLoss(values, tensor(fixture.weights)).dataSync()[0]];
      }),
    );
    expect((plain ?? 0) / value).toBeCloseTo(1, 5);
    expect((withWeights ?? 0) / weighted).toBeCloseTo(1, 5);
  },
);

test.each(Object.entries(fixture.behind))(
  '%s is computed from the logits',
  async (name, { activation, value }) => {
    const model = sequential({
      layers: [layers.activation({ activation: activation as 'softmax', inputShape: [3] })],
    });
    const step = createEvaluationStep(model, { loss: name });
    const truth = tensor(fixture.truth, [3, 3]);
    const ys = name.startsWith('sparse') ? argMax(truth, -1) : truth;
    const result = step.run({ xs: tensor(fixture.logits, [3, 3]), ys });
    expect((await result.loss.data())[0]).toBeCloseTo(value, 4);
    const sum = Array.from((await result.predictions.data()).slice(0, 3)).reduce((a, b) => a + b);
    expect(sum).toBeCloseTo(activation === 'softmax' ? 1 : 2, 5);
  },
);

test.each([
  ['mse', 'meanSquaredError'],
  ['categorical_crossentropy', 'categoricalCrossentropy'],
  ['BinaryCrossentropy', 'binaryCrossentropy'],
  ['KLDivergence', 'klDivergence'],
])('%s names %s', (given, name) => {
  expect(resolveLoss(given).name).toBe(name);
});

test('an unknown loss is refused', () => {
  expect(() => resolveLoss('hinge of fate')).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'loss', received: 'hinge of fate' }),
  );
});

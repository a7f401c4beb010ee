import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { fuse } from '../inference/fused-model';
import { cnn } from '../networks/cnn';
import { type ClassificationHeadOptions, classificationHead } from './classification-head';
import { freeze, unfreeze } from './freeze';
import { joinModels } from './join-models';

beforeAll(async () => {
  await initBackend();
});

const makeBase = () =>
  mobileNetV2Application.build({ alpha: 0.35, includeTop: false, inputShape: [64, 64, 3], seed: 1 });
const headOptions: ClassificationHeadOptions = {
  inputShape: [2, 2, 1280],
  pooling: 'max',
  dropout: 0.3,
  denseUnits: [64],
  classes: 2,
  seed: 1,
};
const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });

test("the heads of the tutorials have Keras's layers", () => {
  const kinds = (options: Partial<ClassificationHeadOptions>) =>
    classificationHead({ inputShape: [5, 5, 8], denseUnits: [], classes: 2, ...options }).layers.map(
      ({ name }) => name,
    );
  expect(kinds({ ...headOptions })).toEqual(['global_max_pooling2d', 'dropout', 'dense', 'dense_1']);
  expect(kinds({ pooling: 'avg', denseUnits: [128] })).toEqual([
    'global_average_pooling2d',
    'dense',
    'dense_1',
  ]);
  expect(kinds({ inputShape: [2048], classes: 133 })).toEqual(['dense']);
});

test('a joined model is its head on its base, also fused; disposing it and the head frees everything', () => {
  const before = tf.memory().numTensors;
  const base = makeBase();
  const head = classificationHead(headOptions);
  const whole = joinModels(base, head);
  const x = tf.randomUniform([1, 64, 64, 3], -1, 1, 'float32', 1);
  tf.tidy(() => {
    const apart = head.predict(base.predict(x) as tf.Tensor) as tf.Tensor;
    const joined = whole.predict(x) as tf.Tensor;
    expect([...joined.dataSync()]).toEqual([...apart.dataSync()]);
    const fused = fuse(whole);
    expect(fused.predict(x).dataSync()[0]).toBeCloseTo(joined.dataSync()[0] as number, 4);
    fused.dispose();
  });
  whole.dispose();
  head.dispose();
  x.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('freezing the base leaves the head to learn; unfreezing the last blocks adds theirs', () => {
  const base = makeBase();
  const whole = joinModels(base, classificationHead(headOptions));
  freeze(base);
  expect(whole.trainableWeights.map(({ originalName }) => originalName)).toEqual([
    'dense/kernel',
    'dense/bias',
    'dense_1/kernel',
    'dense_1/bias',
  ]);
  unfreeze(base, { from: 'block_16_project' });
  expect(whole.trainableWeights).toHaveLength(4 + 6);
});

test('refuses a head that does not fit', () => {
  expect(() => classificationHead({ ...headOptions, inputShape: [1280] })).toThrow(invalid('inputShape'));
  expect(() => classificationHead({ ...headOptions, pooling: 'sum' as never })).toThrow(invalid('pooling'));
  const other = classificationHead({ ...headOptions, inputShape: [3, 3, 1280] });
  expect(() => joinModels(makeBase(), other)).toThrow(invalid('head'));
  const network = cnn({ inputShape: [12, 12, 3], filters: [4], denseUnits: [8], classes: 2 });
  const clashing = classificationHead({ inputShape: [2], denseUnits: [], classes: 2 });
  expect(() => joinModels(network, clashing)).toThrow(invalid('head'));
});

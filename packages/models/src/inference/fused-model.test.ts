import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { compileProgram } from './compile-program';
import { fuse } from './fused-model';
import { disturb, exampleFor, exampleModels } from './testing/example-models';

beforeAll(async () => {
  await initBackend();
});

// The largest model takes a while where other programs share the machine.
describe.each(exampleModels)('%s', { timeout: 300_000 }, (_, make) => {
  test('computes the same fused, and leaves no tensors behind', async () => {
    const original = make();
    disturb(original);
    const x = exampleFor(original);
    const expected = original.predict(x) as tf.Tensor;
    await expectNoTensorLeak(async () => {
      const fused = fuse(original);
      const y = await expectNoTensorLeak(() => fused.predict(x), 1);
      expect(y.shape).toEqual(expected.shape);
      const largest = Math.max(...expected.dataSync().map(Math.abs));
      const worst = tf.tidy(() => tf.max(tf.abs(tf.sub(y, expected))).dataSync()[0] as number);
      expect(worst / largest).toBeLessThan(1e-4);
      y.dispose();
      fused.dispose();
    });
    tf.dispose([x, expected]);
    original.dispose();
  });
});

test('folds every batch normalisation of a backbone', () => {
  const base = mobileNetV2Application.build({ alpha: 0.35, includeTop: false, inputShape: [32, 32, 3] });
  const kinds = compileProgram(base, { fold: true }).steps.map(({ operation }) => operation.op);
  expect(kinds).not.toContain('affine');
  expect(kinds).not.toContain('activation');
  expect(kinds.filter((kind) => kind === 'conv2d' || kind === 'depthwiseConv2d')).toHaveLength(52);
});

test('refuses what it cannot fuse', async () => {
  const refused = (of: LayersModel) =>
    expectNoTensorLeak(() =>
      expect(() => fuse(of)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'model' }),
      ),
    );
  await refused(sequential({ layers: [layers.reshape({ targetShape: [2, 2], inputShape: [4] })] }));
  await refused(sequential({ layers: [layers.dense({ units: 2, inputShape: [4], activation: 'selu' })] }));
  const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
  await refused(model({ inputs: [a, b], outputs: layers.add().apply([a, b]) as SymbolicTensor }));
  const shared = layers.dense({ units: 2 });
  await refused(model({ inputs: a, outputs: shared.apply(shared.apply(a)) as SymbolicTensor }));
});

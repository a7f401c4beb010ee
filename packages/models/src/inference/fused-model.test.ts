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
import { inceptionResNetV2Application } from '../applications/inception-res-net-v2/application';
import { mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { resNet50Application } from '../applications/res-net50/application';
import { batchNormalization } from '../layers/batch-normalization';
import { cnn } from '../networks/cnn';
import { denseNetwork } from '../networks/dense-network';
import { smallModel } from '../weights/__fixtures__/small-model';
import { compileProgram } from './compile-program';
import { fuse } from './fused-model';

beforeAll(async () => {
  await initBackend();
});

const models: [string, () => LayersModel][] = [
  [
    'a dense network',
    () => denseNetwork({ inputShape: [5, 4, 1], hiddenUnits: [7], classes: 3, dropout: 0.2 }),
  ],
  [
    'a network with other activations',
    () =>
      denseNetwork({
        inputShape: [5],
        hiddenUnits: [7],
        classes: 1,
        activation: 'elu',
        outputActivation: 'sigmoid',
      }),
  ],
  [
    'a CNN',
    () =>
      cnn({
        inputShape: [16, 16, 3],
        rescaling: { scale: 1 / 255 },
        filters: [4, [3, 5]],
        denseUnits: [5],
        classes: 2,
        padding: 'same',
      }),
  ],
  ['a model in a model', smallModel],
  ['batch normalisation after a pooling', afterPooling],
  ['MobileNetV2', () => mobileNetV2Application.build({ alpha: 0.35, inputShape: [33, 40, 3], classes: 4 })],
  ['ResNet50', () => resNet50Application.build({ includeTop: false, inputShape: [32, 35, 3] })],
  [
    'InceptionResNetV2',
    () => inceptionResNetV2Application.build({ includeTop: false, inputShape: [75, 80, 3], pooling: 'max' }),
  ],
];

/** Nothing to fold into, and a rectifier whose input is used twice. */
function afterPooling(): LayersModel {
  const inputs = input({ shape: [9, 9, 2] });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
    layer.apply(x) as SymbolicTensor;
  const pooled = apply(
    batchNormalization(),
    apply(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }), inputs),
  );
  const convolved = apply(
    layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', dilationRate: 2 }),
    pooled,
  );
  const outputs = apply(layers.add(), [convolved, apply(layers.reLU(), convolved), pooled]);
  return model({ inputs, outputs });
}

/** Statistics and factors that show when they are folded wrongly. */
function disturb(of: LayersModel): void {
  for (const [i, weight] of of.weights.entries()) {
    if (!/gamma|beta|moving|bias/.test(weight.originalName)) continue;
    const low = /gamma|variance/.test(weight.originalName) ? 0.7 : -0.3;
    const value = tf.randomUniform(weight.shape as number[], low, low + 0.6, 'float32', i + 1);
    weight.write(value);
    value.dispose();
  }
}

const exampleFor = (of: LayersModel) =>
  tf.randomUniform([2, ...(of.inputs[0]?.shape.slice(1) ?? [])] as number[], -1, 1, 'float32', 5);

describe.each(models)('%s', (_, make) => {
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

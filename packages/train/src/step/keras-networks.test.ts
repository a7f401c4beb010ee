import { batchNormalization } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { dispose, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { sgd } from '../optimizers/sgd';
import fixture from './__fixtures__/networks.json' with { type: 'json' };
import { createTrainingStep } from './training-step';

beforeAll(async () => {
  await initBackend();
});

const inputShape = [7, 6, 2];
const output = { units: 3, activation: 'softmax', name: 'dense' } as const;

const networks: Record<string, () => LayersModel> = {
  windows: () =>
    sequential({
      layers: [
        layers.conv2d({
          filters: 4,
          kernelSize: [3, 2],
          strides: [2, 1],
          padding: 'same',
          name: 'conv',
          inputShape,
        }),
        layers.reLU({ maxValue: 6 }),
        batchNormalization({ momentum: 0.8, name: 'norm' }),
        layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' } as never),
        layers.depthwiseConv2d({
          kernelSize: 3,
          depthMultiplier: 2,
          padding: 'same',
          activation: 'relu',
          name: 'depthwise',
        }),
        layers.globalMaxPooling2d({}),
        layers.dense(output),
      ],
    }),
  ties: () =>
    sequential({
      layers: [
        layers.reLU({ inputShape }),
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu', name: 'conv' }),
        layers.maxPooling2d({ poolSize: 2, strides: 1 }),
        layers.flatten(),
        layers.dense(output),
      ],
    }),
};

test.each(Object.entries(fixture.runs))(
  '%s: ten steps end where Keras does',
  async (name, { start, end }) => {
    const model = networks[name]?.() as LayersModel;
    for (const [layer, values] of Object.entries<number[][]>(start)) {
      const weights = model.getLayer(layer).weights;
      const tensors = values.map((one, index) => tensor(one, weights[index]?.shape as number[]));
      model.getLayer(layer).setWeights(tensors);
      dispose(tensors);
    }
    const batch = { xs: tensor(fixture.xs, [4, ...inputShape]), ys: tensor(fixture.ys, [4, 3]) };
    const step = await createTrainingStep(model, {
      optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
      loss: 'categoricalCrossentropy',
    });
    expect(step.kind).toBe('prepared');
    for (let at = 0; at < 10; at++) step.run(batch).loss.dispose();
    for (const [layer, values] of Object.entries<number[][]>(end)) {
      for (const [index, weight] of model.getLayer(layer).getWeights().entries()) {
        const found = await weight.data();
        for (const [at, value] of (values[index] ?? []).entries())
          expect(found[at], layer).toBeCloseTo(value, 5);
      }
    }
  },
);

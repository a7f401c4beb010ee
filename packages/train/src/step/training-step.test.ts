import { batchNormalization, dropout } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import {
  cast,
  clone,
  dispose,
  mul,
  norm,
  oneHot,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import {
  constraints,
  input,
  type LayersModel,
  layers,
  model,
  regularizers,
  sequential,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam } from '../optimizers/adam';
import { setRandomWeights } from './testing/random-model';
import { createTrainingStep, type StepBatch, type TrainingStepOptions } from './training-step';

beforeAll(async () => {
  await initBackend();
});

function images(batch: number, seed = 0): Tensor {
  return tidy(() => {
    const values = Array.from({ length: batch * 48 }, (_, at) => Math.sin(at * 12.9898 + seed) * 0.5 + 0.5);
    return tensor(values, [batch, 4, 4, 3]);
  });
}

function labels(batch: number, classes = 3): Tensor {
  return tidy(() =>
    cast(
      oneHot(
        tensor1d(
          Array.from({ length: batch }, (_, at) => (at * 2) % classes),
          'int32',
        ),
        classes,
      ),
      'float32',
    ),
  );
}

function smallNetwork(activation: 'softmax' | 'sigmoid' | 'linear' = 'softmax'): LayersModel {
  const network = sequential({
    layers: [
      layers.conv2d({
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        inputShape: [4, 4, 3],
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      dropout({ rate: 0.25 }),
      layers.dense({ units: 3, activation }),
    ],
  });
  setRandomWeights(network);
  return network;
}

async function numbers(tensors: Tensor[]): Promise<number[]> {
  const data = await Promise.all(tensors.map((tensor) => tensor.data()));
  return data.flatMap((values) => [...values]);
}

/** Takes steps and gives the losses and the weights they end with. */
async function train(network: LayersModel, options: Partial<TrainingStepOptions>, batches: StepBatch[]) {
  const step = await createTrainingStep(network, {
    optimizer: adam(),
    loss: 'categoricalCrossentropy',
    ...options,
  });
  const losses: number[] = [];
  for (const batch of batches) {
    const { loss } = step.run(batch);
    losses.push((await loss.data())[0] ?? Number.NaN);
    loss.dispose();
  }
  step.dispose();
  step.optimizer.dispose();
  return { kind: step.kind, losses, weights: await numbers(network.getWeights()) };
}

/** Expects the same of a prepared step as of automatic differentiation. */
async function expectSame(
  make: () => LayersModel,
  options: Partial<TrainingStepOptions>,
  batches: StepBatch[],
) {
  await expectNoTensorLeak(async () => {
    const [ours, theirs] = [make(), make()];
    const prepared = await train(ours, options, batches);
    const automatic = await train(theirs, { ...options, prepare: false }, batches);
    for (const network of [ours, theirs]) network.dispose();
    expect([prepared.kind, automatic.kind]).toEqual(['prepared', 'automatic']);
    for (const [index, value] of automatic.weights.entries())
      expect(prepared.weights[index]).toBeCloseTo(value, 5);
    for (const [index, value] of automatic.losses.entries())
      expect(prepared.losses[index]).toBeCloseTo(value, 4);
  });
}

const squaredDistance = { name: 'mine', values: (ys: Tensor, p: Tensor) => sum(square(sub(ys, p)), -1) };

describe('a prepared step does the same as automatic differentiation', () => {
  test.each<[string, 'softmax' | 'sigmoid' | 'linear', TrainingStepOptions['loss']]>([
    ['categorical cross-entropy', 'softmax', 'categoricalCrossentropy'],
    ['binary cross-entropy', 'sigmoid', 'binaryCrossentropy'],
    ['a mean squared error behind a softmax', 'softmax', 'mse'],
    ['a mean absolute error', 'linear', 'mae'],
    ['a loss of one’s own', 'sigmoid', squaredDistance],
  ])('%s', async (_, activation, loss) => {
    const batch = { xs: images(5), ys: labels(5), sampleWeight: tensor1d([1, 0, 2, 0.5, 1]) };
    await expectSame(() => smallNetwork(activation), { loss }, [batch, batch, batch]);
    dispose(batch);
  });

  test('class ids', async () => {
    const batch = { xs: images(5), ys: tensor1d([0, 2, 1, 1, 0], 'int32') };
    await expectSame(smallNetwork, { loss: 'sparseCategoricalCrossentropy' }, [batch, batch]);
    dispose(batch);
  });

  test('batches of several sizes, pixels as whole numbers', async () => {
    const batches = [4, 4, 1, 4, 2, 3, 4].map((size, seed) => ({
      xs: tidy(() => cast(mul(images(size, seed), 2), 'int32')),
      ys: labels(size),
    }));
    await expectSame(smallNetwork, {}, batches);
    dispose(batches as never);
  });

  test('a frozen base inside the model, its normalisation included', async () => {
    const make = () => {
      const base = sequential({
        layers: [
          layers.zeroPadding2d({ padding: 1, inputShape: [4, 4, 3] }),
          layers.depthwiseConv2d({ kernelSize: 3, strides: 2, useBias: false }),
          batchNormalization(),
          layers.reLU({ maxValue: 6 }),
        ],
      });
      base.trainable = false;
      const images = input({ shape: [4, 4, 3] });
      const features = layers.globalAveragePooling2d({}).apply(base.apply(images));
      const network = model({
        inputs: images,
        outputs: layers.dense({ units: 3, activation: 'softmax' }).apply(features) as never,
      });
      setRandomWeights(network);
      return network;
    };
    const network = make();
    const before = await numbers((network.layers[1] as LayersModel).getWeights());
    const batch = { xs: images(4), ys: labels(4) };
    await train(network, {}, [batch, batch]);
    expect(await numbers((network.layers[1] as LayersModel).getWeights())).toEqual(before);
    network.dispose();
    await expectSame(make, {}, [batch, batch, batch]);
    dispose(batch);
  });

  test('layers that it does not know before anything learns', async () => {
    const make = () => {
      const network = sequential({
        layers: [
          layers.upSampling2d({ size: [2, 2], inputShape: [4, 4, 3] } as never),
          layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu' }),
          layers.flatten(),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      });
      setRandomWeights(network);
      return network;
    };
    const batch = { xs: images(3), ys: labels(3) };
    await expectSame(make, {}, [batch, batch]);
    dispose(batch);
  });

  test('filters of one pixel with different strides', async () => {
    const make = () => {
      const network = sequential({
        layers: [
          layers.conv2d({
            filters: 5,
            kernelSize: 1,
            strides: [2, 1],
            padding: 'same',
            inputShape: [4, 4, 3],
          }),
          layers.flatten(),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      });
      setRandomWeights(network);
      return network;
    };
    const batch = { xs: images(3), ys: labels(3) };
    await expectSame(make, {}, [batch, batch]);
    dispose(batch);
  });

  test('a model with nothing to learn', async () => {
    const make = () => {
      const network = smallNetwork();
      for (const layer of network.layers) layer.trainable = false;
      return network;
    };
    const batch = { xs: images(3), ys: labels(3) };
    await expectSame(make, {}, [batch, batch]);
    dispose(batch);
  });
});

describe('automatic differentiation steps in', () => {
  const batch = () => ({ xs: images(3), ys: labels(3) });
  const dense = (args: object) => {
    const network = sequential({
      layers: [
        layers.flatten({ inputShape: [4, 4, 3] }),
        layers.dense({ units: 3, activation: 'softmax', ...args }),
      ],
    });
    setRandomWeights(network);
    return network;
  };

  test('for layers that it does not know', async () => {
    const network = dense({});
    const deeper = model({
      inputs: network.inputs,
      outputs: layers.layerNormalization().apply(network.outputs) as never,
    });
    const given = batch();
    expect((await train(deeper, {}, [given])).kind).toBe('automatic');
    dispose(given);
  });

  test('for regularisation, which counts in the loss', async () => {
    const given = batch();
    const [plain, regular] = [dense({}), dense({ kernelRegularizer: regularizers.l2({ l2: 0.1 }) })];
    const penalty =
      0.1 *
      (await numbers([plain.getWeights()[0] as Tensor])).reduce((total, value) => total + value * value, 0);
    const first = await train(plain, {}, [given]);
    const second = await train(regular, {}, [given]);
    expect(second.kind).toBe('automatic');
    expect((second.losses[0] ?? 0) - (first.losses[0] ?? 0)).toBeCloseTo(penalty, 4);
    dispose(given);
  });

  test('for constraints, which hold after the step', async () => {
    const given = batch();
    const network = dense({ kernelConstraint: constraints.maxNorm({ maxValue: 0.1, axis: 0 }) });
    expect((await train(network, {}, [given])).kind).toBe('automatic');
    const norms = await tidy(() => norm(network.getWeights()[0] as Tensor, 2, 0)).data();
    for (const value of norms) expect(value).toBeLessThan(0.1001);
    dispose(given);
  });
});

describe.each([true, false])('prepared: %s', (prepare) => {
  const options = { optimizer: 'adam', loss: 'categoricalCrossentropy', prepare };

  test('the variables hold the new weights, and clones of the old keep theirs', async () => {
    const network = smallNetwork();
    const batch = { xs: images(3), ys: labels(3) };
    const step = await createTrainingStep(network, options);
    step.run(batch);
    const clones = network.getWeights().map((weight) => clone(weight));
    const before = await numbers(clones);
    step.run(batch);
    expect(await numbers(clones)).toEqual(before);
    expect(await numbers(network.getWeights())).not.toEqual(before);
    step.dispose();
    expect(await numbers(network.getWeights())).not.toEqual(before);
  });

  test('weights that are set between steps count', async () => {
    const [network, other] = [smallNetwork(), smallNetwork()];
    const batch = { xs: images(3), ys: labels(3) };
    const step = await createTrainingStep(network, { ...options, optimizer: 'sgd' });
    for (let at = 0; at < 3; at++) step.run(batch);
    network.setWeights(other.getWeights());
    step.optimizer.iterations = 0;
    step.run(batch);
    (await createTrainingStep(other, { ...options, optimizer: 'sgd' })).run(batch);
    expect(await numbers(network.getWeights())).toEqual(await numbers(other.getWeights()));
  });

  test('predictions are those before the update', async () => {
    const network = smallNetwork();
    const [, , , drop] = network.layers;
    Object.assign(drop as object, { rate: 0 });
    const batch = { xs: images(3), ys: labels(3) };
    const before = network.predict(batch.xs) as Tensor;
    const step = await createTrainingStep(network, { ...options, predictions: true });
    const { predictions } = step.run(batch);
    const [expected, received] = await Promise.all([before, predictions as Tensor].map((one) => one.data()));
    expect(predictions?.shape).toEqual([3, 3]);
    for (const [index, value] of (expected ?? []).entries()) expect(received?.[index]).toBeCloseTo(value, 5);
  });

  test('dropout goes on the same in a new step, and differs from step to step', async () => {
    const batch = { xs: images(3), ys: labels(3) };
    const run = async (lengths: number[], seed: number) => {
      const network = smallNetwork();
      const optimizer = adam();
      for (const length of lengths) {
        const step = await createTrainingStep(network, { ...options, optimizer, seed });
        for (let at = 0; at < length; at++) step.run(batch).loss.dispose();
        step.dispose();
      }
      return await numbers(network.getWeights());
    };
    expect(await run([3, 3], 1)).toEqual(await run([6], 1));
    expect(await run([6], 2)).not.toEqual(await run([6], 1));
  });
});

test('a model with two outputs is refused', async () => {
  const x = input({ shape: [2] });
  const outputs = [1, 2].map((units) => layers.dense({ units }).apply(x) as never);
  await expect(
    createTrainingStep(model({ inputs: x, outputs }), { optimizer: 'sgd', loss: 'mse' }),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argument: 'model' });
});

test('labels that do not fit are refused and leave nothing behind', async () => {
  const network = smallNetwork();
  const xs = images(2);
  const step = await createTrainingStep(network, { optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  await expectNoTensorLeak(() => {
    const ys = zeros([2, 7]);
    expect(() => step.run({ xs, ys })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'batch.ys' }),
    );
    ys.dispose();
  });
});

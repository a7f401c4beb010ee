import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { layers, models, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import keras from './__fixtures__/keras-layers.json';
import { Normalization, type NormalizationArgs, registerImageLayers } from './index';
import { adjustContrast } from './random-contrast';

beforeAll(async () => {
  await initBackend();
  registerImageLayers();
});

interface Expected {
  readonly shape: number[];
  readonly values: number[];
}

function make(name: string, config: object): layers.Layer {
  const [registered] = tf.serialization.SerializationMap.getMap().classNameMap[name] ?? [];
  return new (registered as unknown as new (config: object) => layers.Layer)(config);
}

function read(tensor: tf.Tensor): Expected & { dtype: string } {
  const values = [...tensor.dataSync()];
  tensor.dispose();
  return { shape: tensor.shape, values, dtype: tensor.dtype };
}

function expectClose(result: Expected, expected: Expected, tolerance = 1e-3): void {
  expect(result.shape).toEqual(expected.shape);
  const worst = Math.max(
    ...expected.values.map((value, i) => Math.abs(value - (result.values[i] as number))),
  );
  expect(worst).toBeLessThan(tolerance);
}

function pattern(shape: number[]): tf.Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => (i * 37) % 256),
    shape,
  );
}

const images = () => tf.tensor4d(keras.images.values, keras.images.shape as [number, number, number, number]);
const train = { training: true };

describe('layers that always do the same', () => {
  it.each(keras.fixed)('$layer gives what Keras gives: $config', async ({ layer, config, shape, result }) => {
    const made = make(layer, config);
    const x = pattern(shape);
    await expectNoTensorLeak(() => expectClose(read(made.apply(x, train) as tf.Tensor), result));
    const declared = made.computeOutputShape(x.shape);
    expect(declared).toEqual(result.shape);
    x.dispose();
  });

  it('takes single images and keeps whole numbers whole', () => {
    const resized = make('Resizing', { height: 2, width: 2 }).apply(tf.ones([4, 4, 1], 'int32')) as tf.Tensor;
    expect(read(resized)).toEqual({ shape: [2, 2, 1], values: [1, 1, 1, 1], dtype: 'int32' });
    const cropped = make('CenterCrop', { height: 2, width: 1 }).apply(tf.ones([4, 4, 3])) as tf.Tensor;
    expect(read(cropped).shape).toEqual([2, 1, 3]);
    expect(() => make('Resizing', { height: 2, width: 2 }).apply(tf.ones([4, 4]))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

describe('random layers', () => {
  it('change contrast and brightness as Keras does for the same draws', () => {
    const [contrast, brightness] = keras.draws.slice(3) as { draws: number[][][]; result: Expected }[];
    const factors = Float32Array.from((contrast?.draws[0] ?? []).flat());
    const x = images();
    expectClose(read(adjustContrast(x, factors, [0, 255])), contrast?.result as Expected);
    const deltas = (brightness?.draws[0] ?? []).flat();
    const brightened = tf.clipByValue(tf.add(x, tf.tensor4d(deltas, [2, 1, 1, 1])), 0, 255);
    expectClose(read(brightened), brightness?.result as Expected);
  });

  const random: [string, object][] = [
    ['RandomFlip', {}],
    ['RandomRotation', { factor: 0.3 }],
    ['RandomZoom', { heightFactor: 0.3, widthFactor: [0.1, 0.2] }],
    ['RandomTranslation', { heightFactor: 0.5, widthFactor: [-0.4, 0.3] }],
    ['RandomContrast', { factor: [0.5, 0.5] }],
    ['RandomBrightness', { factor: 0.4 }],
    ['RandomCrop', { height: 3, width: 2 }],
  ];

  it.each(random)(
    '%s draws the same for the same seed, anew in each step, and only in training',
    async (name, config) => {
      const x = tf.concat([images(), images(), images()]);
      await expectNoTensorLeak(() => {
        const steps = (seed: number) => {
          const layer = make(name, { ...config, seed });
          return [0, 1, 2].map(() => read(layer.apply(x, train) as tf.Tensor).values);
        };
        expect(steps(5)).toEqual(steps(5));
        expect(steps(5)).not.toEqual(steps(6));
        const [first, ...others] = steps(5);
        expect(others.some((other) => String(other) !== String(first))).toBe(true);
        const still = read(make(name, config).apply(x) as tf.Tensor);
        expect(still).toEqual({ shape: x.shape, values: [...x.dataSync()], dtype: 'float32' });
      });
      x.dispose();
    },
  );

  it('RandomFlip turns about half of the images, both axes together', async () => {
    const x = tf.tile(tf.slice(images(), [0, 0, 0, 0], [1, 6, 5, 2]), [200, 1, 1, 1]);
    const layer = make('RandomFlip', { seed: 1 });
    const [plain, turned] = [images(), tf.reverse(images(), [1, 2])].map((t) =>
      String([...t.dataSync()].slice(0, 60)),
    );
    const result = read(layer.apply(x, train) as tf.Tensor).values;
    const kinds = Array.from({ length: 200 }, (_, i) => String(result.slice(i * 60, (i + 1) * 60)));
    const flips = kinds.filter((kind) => kind === turned).length;
    expect(kinds.filter((kind) => kind === plain).length + flips).toBe(200);
    expect(Math.abs(flips - 100)).toBeLessThan(30);
  });

  it('train inside a model, and predict without them', async () => {
    const model = sequential({
      layers: [
        make('RandomRotation', { factor: 0.1, inputShape: [6, 5, 2], seed: 1 }),
        layers.flatten(),
        layers.dense({ units: 1, kernelInitializer: 'ones' }),
      ],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const x = images();
    const before = read(model.predict(x) as tf.Tensor).values;
    expect(before[0]).toBeCloseTo(tf.sum(tf.slice(x, [0], [1])).dataSync()[0] as number, 0);
    const ys = tf.zeros([2, 1]);
    await model.fit(tf.mul(x, 1e-3), ys, { epochs: 2, verbose: 0 });
    expect(read(model.predict(x) as tf.Tensor).values).not.toEqual(before);
    model.dispose();
  });

  it.each<[string, object, string]>([
    ['RandomRotation', { factor: 1.5 }, 'factor'],
    ['RandomRotation', {}, 'factor'],
    ['RandomRotation', { factor: [0.1] }, 'factor'],
    ['RandomRotation', { factor: 0.1, fillMode: 'edge' }, 'fillMode'],
    ['RandomRotation', { factor: 0.1, interpolation: 'bicubic' }, 'interpolation'],
    ['RandomRotation', { factor: 0.1, seed: 1.5 }, 'seed'],
    ['RandomZoom', { heightFactor: -1 }, 'heightFactor'],
    ['RandomTranslation', { heightFactor: 0.1, widthFactor: 2 }, 'widthFactor'],
    ['RandomContrast', { factor: -0.1 }, 'factor'],
    ['RandomBrightness', { factor: 0.1, valueRange: [1, 0] }, 'valueRange'],
    ['RandomFlip', { mode: 'diagonal' }, 'mode'],
    ['RandomFlip', { dataFormat: 'channelsFirst' }, 'dataFormat'],
    ['RandomCrop', { height: 0, width: 1 }, 'height'],
    ['Resizing', { height: 1, width: 1, antialias: true }, 'antialias'],
    ['Normalization', { mean: [1, 2] }, 'variance'],
  ])('%s refuses %o', (name, config, argument) => {
    expect(() => make(name, config)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }));
  });
});

describe('Normalization', () => {
  const batch = ({ shape, values }: Expected) => ({ xs: tf.tensor(values, shape) });

  it.each(keras.adapted)('adapts as Keras does: $config', async ({ config, mean, variance }) => {
    const layer = new Normalization(config as NormalizationArgs);
    const batches = async function* () {
      for (const values of keras.batches) yield batch(values);
    };
    await layer.adapt(batches());
    const [means, variances, count] = layer.getWeights().map((weight) => [...weight.dataSync()]);
    expect(Math.max(...mean.values.map((value, i) => Math.abs(value - (means?.[i] as number))))).toBeLessThan(
      1e-3,
    );
    expect(
      Math.max(...variance.values.map((value, i) => Math.abs(value - (variances?.[i] as number)))),
    ).toBeLessThan(1e-3);
    expect(count).toEqual([9]);
  });

  it('changes nothing before it has adapted, and disposes the batches it adapts to', async () => {
    const layer = new Normalization();
    const x = tf.tensor2d([[1, 2]]);
    expect(read(layer.apply(x) as tf.Tensor).values).toEqual([1, 2]);
    const batches = async function* () {
      yield { xs: tf.tensor([1, 2, 3, 6], [2, 2]) };
    };
    await expectNoTensorLeak(() => layer.adapt(batches()));
    expect(read(layer.apply(x) as tf.Tensor).values).toEqual([-1, -1]);
    await expect(layer.adapt((async function* () {})())).rejects.toMatchObject({ argument: 'data' });
    layer.dispose();
    x.dispose();
  });
});

describe('models with these layers', () => {
  it('are read from the configs that Keras writes, and survive saving', async () => {
    const input = {
      class_name: 'InputLayer',
      config: { batch_input_shape: [null, 12, 10, 3], name: 'input' },
    };
    const config = { name: 'augmentation', layers: [input, ...keras.loaded] };
    const model = await models.modelFromJSON({ class_name: 'Sequential', config } as never);
    expect(model.layers.slice(1).map((layer) => layer.getClassName())).toEqual(
      keras.loaded.map(({ class_name }) => class_name),
    );
    expect(model.outputShape).toEqual([null, 6, 6, 3]);
    const saved = JSON.parse(model.toJSON() as string);
    const again = await models.modelFromJSON(saved.model_config ?? saved);
    const configs = (of: typeof model) => of.layers.map((layer) => layer.getConfig());
    expect(configs(again)).toEqual(configs(model));
    const x = pattern([2, 12, 10, 3]);
    expect(read(again.predict(x) as tf.Tensor)).toEqual(read(model.predict(x) as tf.Tensor));
  });
});

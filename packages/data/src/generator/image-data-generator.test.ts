import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ArrayData } from '../arrays/array-data';
import keras from './__fixtures__/keras-generator.json';
import type { FloatImage } from './float-image';
import type { ImageDataGeneratorOptions } from './generator-options';
import { imageOf } from './image-arrays';
import { ImageDataGenerator } from './image-data-generator';
import type { TransformParameters } from './transform-parameters';

beforeAll(() => initBackend());

interface Expected {
  readonly shape: number[];
  readonly values: number[];
}
const still: TransformParameters = {
  theta: 0,
  tx: 0,
  ty: 0,
  shear: 0,
  zx: 1,
  zy: 1,
  flipHorizontal: false,
  flipVertical: false,
  channelShiftIntensity: null,
  brightness: null,
};

function arrayOf({ shape, values }: Expected): ArrayData {
  return { shape, data: Float32Array.from(values) };
}

function imageFrom({ shape, values }: Expected): FloatImage {
  return imageOf(arrayOf({ shape: [1, ...shape], values }), 0);
}

function worst(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] as number))));
}

describe('ImageDataGenerator', () => {
  it.each(keras.draws)('draws what Keras draws: $options', ({ options, drawn }) => {
    const generator = new ImageDataGenerator(options as ImageDataGeneratorOptions);
    for (const [i, expected] of drawn.entries()) {
      const seed = [1, 42, 4294967295][i / 2];
      const size = { height: 6, width: 9 };
      expect(generator.getRandomTransform(size, seed === undefined ? {} : { seed })).toEqual(expected);
    }
  });

  it.each(keras.transforms)('moves and colours $image as Keras does: $options $parameters', (example) => {
    const generator = new ImageDataGenerator(example.options as ImageDataGeneratorOptions);
    const image = imageFrom(keras.images[example.image as 'image']);
    const before = image.data.slice();
    const result = generator.applyTransform(image, { ...still, ...example.parameters });
    expect(worst(result.data, example.result.values)).toBeLessThan(1e-3);
    expect(image.data).toEqual(before);
  });

  it.each(keras.standards)('learns and standardises as Keras does: $options', async (example) => {
    const images = arrayOf(keras.images.images);
    const generator = new ImageDataGenerator(example.options);
    const standardized = async (count: number) => {
      const length = count * 12;
      await generator.fit({
        shape: [count, ...images.shape.slice(1)],
        data: images.data.subarray(0, length),
      });
      return [0, 1, 2, 3].flatMap((i) => [...generator.standardize(imageOf(images, i)).data]);
    };
    expect(worst(await standardized(9), example.fewer.values)).toBeLessThan(1e-3);
    expect(worst(await standardized(40), example.result.values)).toBeLessThan(1e-3);
    const { mean, std } = generator.statistics;
    if (example.mean) expect(worst(mean ?? [], example.mean.values)).toBeLessThan(1e-4);
    if (example.std) expect(worst(std ?? [], example.std.values)).toBeLessThan(1e-4);
  });

  it('learns from augmented images', async () => {
    const generator = new ImageDataGenerator({
      featurewiseStdNormalization: true,
      rotationRange: 40,
      horizontalFlip: true,
    });
    await generator.fit(arrayOf(keras.images.images), { augment: true, rounds: 2, seed: 5 });
    const { mean, std } = generator.statistics;
    expect(worst(mean ?? [], keras.augmentedFit.mean.values)).toBeLessThan(1e-3);
    expect(worst(std ?? [], keras.augmentedFit.std.values)).toBeLessThan(1e-3);
  });

  it('leaves normalising out before it has learnt, and says so once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const generator = new ImageDataGenerator({ featurewiseCenter: true, zcaWhitening: true });
    const image = imageFrom(keras.images.image);
    expect(generator.standardize(image)).toEqual(image);
    expect(generator.standardize(image)).toEqual(image);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('until fit has been called'));
    warn.mockClear();
    await generator.fit(arrayOf(keras.images.images));
    generator.standardize(imageOf(arrayOf(keras.images.images), 0));
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('hands each image to the function after everything random and before rescaling', () => {
    const generator = new ImageDataGenerator({
      preprocessingFunction: (image) => ({ ...image, data: image.data.map((value) => value + 1) }),
      rescale: 0.5,
    });
    expect([...generator.standardize(imageFrom(keras.images.square)).data.slice(0, 2)]).toEqual(
      keras.images.square.values.slice(0, 2).map((value) => (value + 1) / 2),
    );
  });

  it('refuses a function that changes the size of images', () => {
    const generator = new ImageDataGenerator({
      preprocessingFunction: (image) => ({ ...image, data: image.data.subarray(3) }),
    });
    const call = () => generator.standardize(imageFrom(keras.images.square));
    expect(call).toThrow(expect.objectContaining({ argument: 'preprocessingFunction' }));
  });

  it('says by default what Keras says', () => {
    expect(
      new ImageDataGenerator({ zcaWhitening: true, featurewiseStdNormalization: true }).options,
    ).toMatchObject({
      featurewiseCenter: true,
      featurewiseStdNormalization: false,
      zoomRange: [1, 1],
      fillMode: 'nearest',
      interpolationOrder: 1,
    });
    expect(new ImageDataGenerator({ samplewiseStdNormalization: true }).options.samplewiseCenter).toBe(true);
  });

  it.each<[string, ImageDataGeneratorOptions]>([
    ['zoomRange', { zoomRange: [1] as never }],
    ['zoomRange', { zoomRange: 'a' as never }],
    ['brightnessRange', { brightnessRange: 0.5 as never }],
    ['validationSplit', { validationSplit: 1 }],
    ['fillMode', { fillMode: 'mirror' as never }],
    ['interpolationOrder', { interpolationOrder: 3 as never }],
    ['rotationRange', { rotationRange: Number.NaN }],
    ['widthShiftRange', { widthShiftRange: -1 }],
    ['preprocessingFunction', { preprocessingFunction: 'f' as never }],
  ])('refuses a wrong %s', (argument, options) => {
    expect(() => new ImageDataGenerator(options)).toThrow(expect.objectContaining({ argument }));
  });
});

describe('ImageDataGenerator.flow', () => {
  const images = arrayOf({ shape: [10, 4, 3, 1], values: keras.images.images.values.slice(0, 120) });
  const labels = { shape: [10], data: Int32Array.from({ length: 10 }, (_, i) => i % 3) };

  it('gives the batches of two epochs of Keras', async () => {
    const generator = new ImageDataGenerator({
      rotationRange: 30,
      horizontalFlip: true,
      zoomRange: 0.2,
      validationSplit: 0.3,
    });
    const data = { xs: images, ys: labels, sampleWeight: Array.from({ length: 10 }, (_, i) => i) };
    const dataset = generator.flow(data, { batchSize: 3, seed: 11, subset: 'training' });
    expect(dataset.length).toBe(3);
    await expectNoTensorLeak(async () => {
      const batches = [...(await dataset.toArray()), ...(await dataset.toArray())];
      expect(batches.length).toBe(keras.flow.length);
      for (const [i, { xs, ys, sampleWeight }] of batches.entries()) {
        const expected = keras.flow[i] as { xs: Expected; ys: Expected };
        expect(xs.shape).toEqual(expected.xs.shape);
        expect(worst(xs.dataSync(), expected.xs.values)).toBeLessThan(1e-3);
        expect([...(ys?.dataSync() ?? [])]).toEqual(expected.ys.values);
        const weights = Array.from(sampleWeight?.dataSync() ?? []);
        expect(weights.map((weight) => weight % 3)).toEqual(expected.ys.values);
        dispose({ xs, ys, sampleWeight } as never);
      }
    });
  });

  it('hands out every image it makes, with a name', async () => {
    const saved: [string, number][] = [];
    const flow = new ImageDataGenerator({ rescale: 1 / 255 }).flow(
      { xs: images },
      {
        batchSize: 6,
        shuffle: false,
        savePrefix: 'aug',
        onImage: (image, name) => {
          saved.push([name.replace(/\d+$/, '#'), Math.max(...image.data)]);
        },
      },
    );
    dispose((await flow.toArray()) as never);
    expect(saved).toEqual(Array.from({ length: 10 }, (_, i) => [`aug_${i}_#`, 255]));
  });

  it.each<[string, Parameters<ImageDataGenerator['flow']>]>([
    ['xs', [{ xs: { ...images, shape: [40, 3] } }]],
    ['ys', [{ xs: images, ys: { data: labels.data.subarray(1), shape: [9] } }]],
    ['sampleWeight', [{ xs: images, sampleWeight: [1] }]],
    [
      'ys',
      [
        { xs: images, ys: { shape: [10], data: Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 0, 0, 0) } },
        { subset: 'training' },
      ],
    ],
    ['subset', [{ xs: images }, { subset: 'test' as never }]],
    ['batchSize', [{ xs: images }, { batchSize: 0 }]],
  ])('refuses a wrong %s', (argument, [data, options]) => {
    const generator = new ImageDataGenerator({ validationSplit: 0.3 });
    expect(() => generator.flow(data, options)).toThrow(expect.objectContaining({ argument }));
  });
});

import { Mt19937 } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildWithin } from '../format/build-within';
import type { Application } from './application';
import inceptionLayers from './inception-res-net-v2/__fixtures__/layers.json';
import inceptionOutputs from './inception-res-net-v2/__fixtures__/outputs.json';
import { inceptionResNetV2Application } from './inception-res-net-v2/application';
import mobileLayers from './mobile-net-v2/__fixtures__/layers.json';
import mobileOutputs from './mobile-net-v2/__fixtures__/outputs.json';
import { mobileNetV2Application } from './mobile-net-v2/application';
import resNetLayers from './res-net50/__fixtures__/layers.json';
import resNetOutputs from './res-net50/__fixtures__/outputs.json';
import { resNet50Application } from './res-net50/application';

interface Row {
  application: Application;
  layers: { withTop: string[]; withoutTop: string[] };
  outputs: { size: number[]; features: number[] }[];
  /** Parameters and trainable ones, with the top and without. */
  params: [number, number, number, number];
  /** The last feature map at the default size. */
  features: number[];
  modelName: string;
}

const table: Row[] = [
  {
    application: mobileNetV2Application,
    layers: mobileLayers,
    outputs: mobileOutputs,
    params: [3_538_984, 3_504_872, 2_257_984, 2_223_872],
    features: [7, 7, 1280],
    modelName: 'mobilenetv2_1.00_224',
  },
  {
    application: resNet50Application,
    layers: resNetLayers,
    outputs: resNetOutputs,
    params: [25_636_712, 25_583_592, 23_587_712, 23_534_592],
    features: [7, 7, 2048],
    modelName: 'resnet50',
  },
  {
    application: inceptionResNetV2Application,
    layers: inceptionLayers,
    outputs: inceptionOutputs,
    params: [55_873_736, 55_813_192, 54_336_736, 54_276_192],
    features: [8, 8, 1536],
    modelName: 'inception_resnet_v2',
  },
];

beforeAll(async () => {
  await initBackend();
});

let model: LayersModel | undefined;
afterEach(() => {
  model?.dispose();
  model = undefined;
});

/** Builds without the cost of random weights. */
async function build(application: Application, options = {}): Promise<LayersModel> {
  model = await buildWithin(Number.POSITIVE_INFINITY, async () => application.build(options));
  return model;
}

const namesOf = ({ layers }: LayersModel) => layers.map(({ name }) => name);
const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });

/** The weights that the fixture script draws: by layer, one array after another. */
function drawWeights(of: LayersModel): Float32Array[] {
  const generator = new Mt19937(3);
  return weightsByLayer(of).map(([layer, weight]) => {
    const map = range(layer, weight);
    const length = tf.util.sizeFromShape(weight.shape as number[]);
    return Float32Array.from({ length }, () => map(generator.random()));
  });
}

function setWeights(of: LayersModel, values: readonly Float32Array[]): void {
  for (const [i, [, weight]] of weightsByLayer(of).entries()) {
    const value = tf.tensor(values[i] as Float32Array, weight.shape as number[]);
    weight.write(value);
    value.dispose();
  }
}

function weightsByLayer(of: LayersModel): [layers.Layer, LayerVariable][] {
  return of.layers.flatMap((layer) =>
    layer.weights.map((weight) => [layer, weight] as [layers.Layer, LayerVariable]),
  );
}

function range(layer: layers.Layer, { originalName, shape }: LayerVariable): (drawn: number) => number {
  const sizes = shape as number[];
  const depthwise = layer.getClassName() === 'DepthwiseConv2D';
  const fanIn = tf.util.sizeFromShape(sizes.slice(0, depthwise ? 2 : -1));
  const limit = Math.sqrt(6 / fanIn);
  if (sizes.length > 1) return (drawn) => (2 * drawn - 1) * limit;
  return /gamma|moving_variance/.test(originalName)
    ? (drawn) => drawn + 0.5
    : (drawn) => (2 * drawn - 1) * 0.2;
}

function ramp(shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 511) / 255 - 1),
    shape,
  );
}

describe.each(table)('$application.name', ({ application, layers, outputs, params, features, modelName }) => {
  test("has Keras's layers in Keras's order, and its parameter counts", async () => {
    const top = await build(application);
    expect(namesOf(top)).toEqual(layers.withTop);
    expect(top.name).toBe(modelName);
    const trainable = top.trainableWeights.reduce(
      (sum, w) => sum + tf.util.sizeFromShape(w.shape as number[]),
      0,
    );
    expect([top.countParams(), trainable]).toEqual(params.slice(0, 2));
    top.dispose();
    const base = await build(application, { includeTop: false });
    expect(namesOf(base)).toEqual(layers.withoutTop);
    expect(base.countParams()).toBe(params[2]);
    expect(base.inputs[0]?.shape).toEqual([null, null, null, 3]);
  });

  test('has feature maps of the right size', async () => {
    const { defaultSize } = application;
    const base = await build(application, { includeTop: false, inputShape: [defaultSize, defaultSize, 3] });
    expect(base.outputs[0]?.shape).toEqual([null, ...features]);
  });

  let drawn: Float32Array[] | undefined;
  afterAll(() => {
    drawn = undefined;
  });

  test.each(outputs)(
    "computes Keras's features from the same weights at $size",
    async ({ size, features }) => {
      const shape = [...size, 3];
      const base = await build(application, { includeTop: false, pooling: 'avg', inputShape: shape });
      drawn ??= drawWeights(base);
      setWeights(base, drawn);
      await expectNoTensorLeak(() => {
        const ours = tf.tidy(() => (base.predict(ramp([1, ...shape])) as tf.Tensor).dataSync());
        const scale = Math.max(...features.map(Math.abs));
        for (const [i, value] of features.entries()) {
          expect(Math.abs((ours[i] as number) - value) / scale).toBeLessThan(1e-4);
        }
      });
    },
  );

  test('pools by averaging or by maximising', async () => {
    const shape = [application.minSize, application.minSize, 3];
    for (const pooling of ['avg', 'max']) {
      const base = await build(application, { includeTop: false, pooling, inputShape: shape });
      expect(base.outputs[0]?.shape).toEqual([null, features[2]]);
      expect(base.layers.at(-1)?.getClassName()).toContain(pooling === 'avg' ? 'Average' : 'Max');
      base.dispose();
    }
    model = undefined;
  });

  test('takes another number of classes and no activation', async () => {
    const top = await build(application, { classes: 7, classifierActivation: null, name: 'seven' });
    expect(top.outputs[0]?.shape).toEqual([null, 7]);
    expect(top.layers.at(-1)?.getConfig()).toMatchObject({ activation: 'linear', name: 'predictions' });
    expect(top.name).toBe('seven');
  });

  test('refuses options that are wrong', () => {
    const small = application.minSize - 1;
    expect(() => application.build({ inputShape: [small, 300, 3] })).toThrow(invalid('inputShape'));
    expect(() => application.build({ inputShape: [null, null, 3] })).toThrow(invalid('inputShape'));
    expect(() => application.build({ pooling: 'min' as never })).toThrow(invalid('pooling'));
    expect(() => application.build({ classes: 0 })).toThrow(invalid('classes'));
    expect(() => application.build({ include_top: true } as never)).toThrow(invalid('include_top'));
  });

  test('knows when there are ImageNet weights', () => {
    const { url } = application.imagenetWeights();
    expect(url).toMatch(
      /^https:\/\/storage\.googleapis\.com\/tensorflow\/keras-applications\/.*kernels.*\.h5$/,
    );
    expect(application.imagenetWeights({ includeTop: false }).url).toMatch(/_no_?top\.h5$/);
    expect(() => application.imagenetWeights({ classes: 10 })).toThrow(invalid('classes'));
    expect(() => application.imagenetWeights({ inputShape: [100, 100, 3] })).toThrow(invalid('inputShape'));
    expect(() => application.imagenetWeights({ includeTop: false, inputShape: [200, 200, 1] })).toThrow(
      invalid('inputShape'),
    );
    expect(() => application.imagenetWeights({ classifierActivation: 'relu' })).toThrow(
      invalid('classifierActivation'),
    );
  });
});

test('the same seed gives the same random weights', async () => {
  const options = { includeTop: false, inputShape: [32, 32, 3] as const, alpha: 0.35, seed: 4 };
  const first = () => [...(mobileNetV2Application.build(options).getWeights()[0]?.dataSync() ?? [])];
  expect(first()).toEqual(first());
});

describe('MobileNetV2 of other widths', () => {
  test.each([
    [0.35, 1_691_208, 410_208],
    [0.5, 1_987_224, 706_224],
    [0.75, 2_663_064, 1_382_064],
    [1.3, 5_431_048, 3_766_048],
    [1.4, 6_156_712, 4_363_712],
  ])('alpha %d has %d parameters with the top and %d without', async (alpha, withTop, withoutTop) => {
    const application = mobileNetV2Application as Application;
    expect((await build(application, { alpha })).countParams()).toBe(withTop);
    model?.dispose();
    expect((await build(application, { alpha, includeTop: false })).countParams()).toBe(withoutTop);
  });

  test('has a file for each trained size, and 224 for others without the top', () => {
    const urlOf = (options: object) =>
      mobileNetV2Application.imagenetWeights(options).url.split('_kernels_')[1];
    expect(urlOf({})).toBe('1.0_224.h5');
    expect(urlOf({ alpha: 0.35, inputShape: [160, 160, 3], includeTop: false })).toBe('0.35_160_no_top.h5');
    expect(urlOf({ inputShape: [100, 120, 3], includeTop: false })).toBe('1.0_224_no_top.h5');
    expect(() => urlOf({ alpha: 0.9 })).toThrow(invalid('alpha'));
    expect(() => mobileNetV2Application.build({ alpha: 0 })).toThrow(invalid('alpha'));
  });
});

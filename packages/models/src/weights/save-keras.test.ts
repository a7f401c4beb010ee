import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inceptionResNetV2Application } from '../applications/inception-res-net-v2/application';
import { mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { cnn } from '../networks/cnn';
import { denseNetwork } from '../networks/dense-network';
import { freeze } from '../transfer/freeze';
import { smallModel } from './__fixtures__/small-model';
import { readHdf5 } from './hdf5';
import { legacyLayers } from './legacy-layers';
import { loadWeights } from './load-weights';
import { toKeras, toKerasH5 } from './save-keras';

/** A Python with Keras, for the tests that ask Keras itself. */
const python = process.env.IMGCLF_KERAS_PYTHON;
const script = new URL('../../scripts/predict-with-keras.py', import.meta.url).pathname;
const folder = mkdtempSync(path.join(os.tmpdir(), 'imgclf-keras-'));

beforeAll(async () => {
  await initBackend();
});
afterAll(() => rmSync(folder, { recursive: true }));

function withFrozenBase(): LayersModel {
  const model = smallModel();
  freeze(model.layers[2] as LayersModel);
  return model;
}

function withFrozenContainer(): LayersModel {
  const model = smallModel();
  (model.layers[2] as LayersModel).trainable = false;
  return model;
}

const models: [string, () => LayersModel][] = [
  [
    'a dense network',
    () => denseNetwork({ inputShape: [5, 4, 1], hiddenUnits: [7], classes: 3, dropout: 0.2 }),
  ],
  [
    'a CNN',
    () =>
      cnn({
        inputShape: [16, 16, 3],
        rescaling: { scale: 1 / 255 },
        filters: [4],
        denseUnits: [5],
        classes: 2,
      }),
  ],
  ['a model in a model', smallModel],
  ['a model with a frozen base', withFrozenBase],
  ['a model with a frozen container', withFrozenContainer],
  ['MobileNetV2', () => mobileNetV2Application.build({ alpha: 0.35, inputShape: [33, 40, 3], classes: 4 })],
];
const formats = [
  ['h5', toKerasH5],
  ['keras', toKeras],
] as const;

/** Random weights, so that a mix-up shows. */
function randomise(model: LayersModel): void {
  for (const [i, weight] of model.weights.entries()) {
    const shape = weight.shape as number[];
    const value = tf.randomUniform(
      shape,
      /variance|gamma/.test(weight.originalName) ? 0.5 : -0.5,
      1.5,
      'float32',
      i + 1,
    );
    const small = tf.mul(value, shape.length > 1 ? 0.3 : 1);
    weight.write(small);
    tf.dispose([value, small]);
  }
}

function outputOf(model: LayersModel): number[] {
  return tf.tidy(() => {
    const shape = [2, ...(model.inputs[0]?.shape.slice(1) ?? [])] as number[];
    const ramp = Float32Array.from(
      { length: tf.util.sizeFromShape(shape) },
      (_, i) => ((i * 7919) % 511) / 2,
    );
    return [...(model.predict(tf.tensor(ramp, shape)) as tf.Tensor).dataSync()];
  });
}

describe.each(formats)('.%s', (ending, write) => {
  test.each(models)('of %s gives the weights back', async (_, make) => {
    const model = make();
    randomise(model);
    const file = await expectNoTensorLeak(() => write(model));
    const other = make();
    await loadWeights(other, file);
    expect(outputOf(other)).toEqual(outputOf(model));
    other.dispose();
    model.dispose();
  });

  test.runIf(python).each(models)('of %s predicts the same in Keras', async (_, make) => {
    const model = make();
    randomise(model);
    const file = path.join(folder, `model.${ending}`);
    writeFileSync(file, await write(model));
    const { outputs, trainable } = predictWithKeras(file);
    for (const [i, value] of outputOf(model).entries()) expect(value).toBeCloseTo(outputs[i] as number, 4);
    expect(trainable).toBe(trainableCount(model));
    model.dispose();
  });

  test.runIf(python)('of InceptionResNetV2 predicts the same in Keras', { timeout: 300_000 }, async () => {
    const model = inceptionResNetV2Application.build({
      includeTop: false,
      pooling: 'avg',
      inputShape: [75, 75, 3],
      seed: 1,
    });
    const file = path.join(folder, `inception.${ending}`);
    writeFileSync(file, await write(model));
    const { outputs } = predictWithKeras(file);
    for (const [i, value] of outputOf(model).entries()) expect(value).toBeCloseTo(outputs[i] as number, 3);
    model.dispose();
  });
});

const trainableCount = (model: LayersModel) =>
  model.trainableWeights.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);

function predictWithKeras(file: string): { outputs: number[]; trainable: number } {
  const printed = execFileSync(python as string, [script, file], { stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(printed.toString());
}

test('a .keras archive holds what Keras 3 looks for', async () => {
  const model = sequential({
    layers: [layers.dense({ units: 2, inputShape: [3], name: 'd', kernelInitializer: 'heNormal' })],
  });
  const entries = unzipSync(await toKeras(model));
  expect(Object.keys(entries)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  const config = JSON.parse(strFromU8(entries['config.json'] as Uint8Array));
  expect(config).toMatchObject({ module: 'keras', class_name: 'Sequential', registered_name: null });
  expect(config.config.layers).toMatchObject([
    { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 3] } },
    {
      class_name: 'Dense',
      config: {
        units: 2,
        kernel_initializer: { module: 'keras.initializers', config: { distribution: 'truncated_normal' } },
      },
    },
  ]);
});

test('splits lists of names that are too long for one attribute', async () => {
  const name = (i: number) => `layer_${i}_${'x'.repeat(400)}`;
  const many = Array.from({ length: 200 }, (_, i) =>
    layers.dense({ units: 1, inputShape: [1], name: name(i) }),
  );
  const file = await toKerasH5(sequential({ layers: many }));
  const found = await readHdf5(file, 'many.h5', (root) =>
    legacyLayers(root, 'many.h5').map((layer) => layer.name),
  );
  expect(found).toEqual(many.map((layer) => layer.name));
});

test('the fixtures and what is written have the same weights under the same names', async () => {
  const namesOf = (bytes: Uint8Array) =>
    readHdf5(bytes, 'a.h5', (root) =>
      legacyLayers(root, 'a.h5').map(({ name, weights }) => [name, weights.map((weight) => weight.shape)]),
    );
  const ours = await namesOf(await toKerasH5(smallModel()));
  expect(ours).toEqual(await namesOf(readFileSync(new URL('__fixtures__/whole.h5', import.meta.url))));
  const frozen = await namesOf(await toKerasH5(withFrozenBase()));
  expect(frozen).toEqual(
    await namesOf(readFileSync(new URL('__fixtures__/legacy-frozen.h5', import.meta.url))),
  );
});

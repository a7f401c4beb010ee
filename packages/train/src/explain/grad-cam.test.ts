import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, expandDims, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradCam } from './grad-cam';
import { heatmapOverlay } from './heatmap-overlay';

interface Fixture {
  weights: number[][];
  picture: number[];
  scores: number[];
  cases: { layerName: string; classIndex: number; heat: number[][] }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/keras-grad-cam.json', import.meta.url), 'utf8'),
) as Fixture;

let network: LayersModel;
let picture: Tensor;

/** The fixture's convolutions and what follows them, with `units` outputs. */
function build(units: number, activation: 'softmax' | 'sigmoid') {
  return sequential({
    layers: [
      layers.conv2d({
        inputShape: [16, 16, 3],
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        name: `first${units}`,
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu', name: `last${units}` }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 8, activation: 'relu' }),
      layers.dense({ units, activation }),
    ],
  });
}

beforeAll(async () => {
  await initBackend();
  network = build(3, 'softmax');
  const weights = network
    .getWeights()
    .map((weight, i) => tensor(fixture.weights[i] as number[], weight.shape));
  network.setWeights(weights);
  dispose(weights);
  picture = tensor(fixture.picture, [16, 16, 3]);
});
afterAll(() => {
  network.dispose();
  picture.dispose();
});

test.each(fixture.cases)('equals Keras for layer $layerName and class $classIndex', async (expected) => {
  const { classIndex, heat } = expected;
  const layerName = `${expected.layerName}3`;
  const found = await expectNoTensorLeak(() => gradCam(network, picture, { layerName, classIndex }));
  expect(found).toMatchObject({ layerName, classIndex });
  expect([found.heatmap.height, found.heatmap.width]).toEqual([heat.length, heat[0]?.length]);
  const difference = heat.flat().map((value, i) => Math.abs(value - (found.heatmap.data[i] as number)));
  expect(Math.max(...difference)).toBeLessThan(1e-5);
});

test('explains the most probable class at the last convolution, and leaves the model as it was', async () => {
  const batch = expandDims(picture);
  const before = network.predict(batch) as Tensor;
  const best = fixture.scores.indexOf(Math.max(...fixture.scores));
  const found = await gradCam(network, batch);
  expect(found).toMatchObject({ layerName: 'last3', classIndex: best });
  expect(found).toEqual(await gradCam(network, picture, { layerName: 'last3', classIndex: best }));
  const after = network.predict(batch) as Tensor;
  expect(after.dataSync()).toEqual(before.dataSync());
  expect(network.layers.some((layer) => Object.hasOwn(layer, 'call'))).toBe(false);
  dispose([batch, before, after]);
});

test('reaches into inner models, as a frozen backbone is one', async () => {
  const outer = sequential({ layers: [layers.inputLayer({ inputShape: [16, 16, 3] }), network] });
  const found = await expectNoTensorLeak(() => gradCam(outer, picture, { classIndex: 1 }));
  expect(found).toEqual(await gradCam(network, picture, { classIndex: 1 }));
});

test('explains both sides of a single sigmoid output', async () => {
  const model = build(1, 'sigmoid');
  const sides = await Promise.all([0, 1].map((classIndex) => gradCam(model, picture, { classIndex })));
  const chosen = await gradCam(model, picture);
  expect(chosen.heatmap).toEqual(sides[chosen.classIndex]?.heatmap);
  expect(sides[0]?.heatmap.data).not.toEqual(sides[1]?.heatmap.data);
  model.dispose();
});

test('refuses what cannot be explained, without a leak', async () => {
  const flat = sequential({ layers: [layers.dense({ inputShape: [4], units: 2 })] });
  const two = zeros([2, 16, 16, 3]);
  const calls: [LayersModel, Tensor, object, RegExp][] = [
    [network, picture, { classIndex: 3 }, /classIndex must be an integer from 0 to 2/],
    [network, picture, { layerName: 'dense' }, /layerName must be a layer .*first3, .*last3/],
    [network, two, {}, /input must be one picture of \[16, 16, 3\]/],
    [flat, picture, {}, /layerName/],
  ];
  for (const [model, input, options, message] of calls) {
    const call = expectNoTensorLeak(() => gradCam(model, input, options));
    await expect(call).rejects.toThrow(InvalidArgumentError);
    await expect(call).rejects.toThrow(message);
  }
  dispose(two);
  flat.dispose();
});

test('an overlay glows where it is hot and leaves the rest of the picture alone', () => {
  const image = { width: 4, height: 2, channels: 1, data: new Uint8Array(8).fill(100) } as const;
  const heatmap = {
    width: 4,
    height: 2,
    channels: 1,
    data: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1),
  } as const;
  const overlay = heatmapOverlay(image, heatmap, { opacity: 0.5 });
  expect(overlay).toMatchObject({ width: 4, height: 2, channels: 3 });
  expect([...overlay.data.slice(0, 3)]).toEqual([100, 100, 100]);
  expect([...overlay.data.slice(-3)]).toEqual([176, 178, 132]);
  expect(() => heatmapOverlay(image, heatmap, { opacity: 2 })).toThrow(InvalidArgumentError);
});

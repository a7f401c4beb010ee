import { batchNormalization, freeze, mobileNetV2Application } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { sgd } from '../../optimizers/sgd';
import { buildProgram } from '../program/build-program';
import { randomBatch, setRandomWeights } from '../testing/random-model';
import { createTrainingStep } from '../training-step';

beforeAll(async () => {
  await initBackend();
});

const size = { height: 8, width: 8, channels: 3, classes: 3, batch: 4 };
const frozenNorm = () => batchNormalization({ trainable: false });
const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) => layer.apply(x) as SymbolicTensor;

/** An image through some layers, then a head that learns. */
function network(body: (x: SymbolicTensor) => SymbolicTensor): LayersModel {
  const images = input({ shape: [8, 8, 3] });
  const features = apply(layers.globalAveragePooling2d({}), body(images));
  const outputs = apply(layers.dense({ units: 3, activation: 'softmax' }), features);
  return model({ inputs: images, outputs });
}

const frozenConv = (args: object = {}) =>
  layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', trainable: false, ...args });
const frozenDepthwise = () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, trainable: false });

const folded: Record<string, (x: SymbolicTensor) => SymbolicTensor> = {
  'with a bias': (x) => apply(layers.reLU({}), apply(frozenNorm(), apply(frozenConv(), x))),
  'without a bias': (x) => apply(frozenNorm(), apply(frozenConv({ useBias: false }), x)),
  depthwise: (x) => apply(layers.reLU({ maxValue: 6 }), apply(frozenNorm(), apply(frozenDepthwise(), x))),
  'behind layers that learn': (x) =>
    apply(frozenNorm(), apply(frozenConv(), apply(layers.conv2d({ filters: 2, kernelSize: 3 }), x))),
};

const kept: Record<string, (x: SymbolicTensor) => SymbolicTensor> = {
  'a convolution that learns': (x) => apply(frozenNorm(), apply(frozenConv({ trainable: true }), x)),
  'an activation between': (x) => apply(frozenNorm(), apply(frozenConv({ activation: 'relu' }), x)),
  'another reader': (x) => {
    const y = apply(frozenConv(), x);
    return apply(layers.add(), [apply(frozenNorm(), y), y]);
  },
  'another reader before a layer that does nothing': (x) => {
    const y = apply(frozenConv(), x);
    const same = apply(layers.activation({ activation: 'linear' }), y);
    return apply(layers.add(), [apply(frozenNorm(), same), y]);
  },
  'another reader behind a layer that does nothing': (x) => {
    const same = apply(layers.activation({ activation: 'linear' }), apply(frozenConv(), x));
    return apply(layers.add(), [apply(frozenNorm(), same), same]);
  },
};

/** What ten steps make of the same weights, prepared and by automatic differentiation. */
async function expectSame(make: () => LayersModel, given: { height: number; width: number }): Promise<void> {
  await expectNoTensorLeak(async () => {
    const prepared = await weightsAfter(make(), true, given);
    const automatic = await weightsAfter(make(), false, given);
    for (const [index, value] of automatic.entries()) expect(prepared[index]).toBeCloseTo(value, 5);
  });
}

async function weightsAfter(
  network: LayersModel,
  prepare: boolean,
  given: { height: number; width: number },
) {
  setRandomWeights(network);
  const batch = randomBatch({ ...size, ...given, blocks: [], head: 'average', hidden: 0 });
  const optimizer = sgd({ learningRate: 0.05 });
  const step = await createTrainingStep(network, { optimizer, loss: 'categoricalCrossentropy', prepare });
  expect(step.kind).toBe(prepare ? 'prepared' : 'automatic');
  for (let at = 0; at < 10; at++) step.run(batch).loss.dispose();
  step.dispose();
  optimizer.dispose();
  const data = await Promise.all(network.trainableWeights.map((weight) => weight.read().data()));
  const values = data.flatMap((each) => [...each]);
  dispose(batch);
  network.dispose();
  return values;
}

/** How many passes over whole images the program's forward part makes to scale and shift. */
function imagesScaled(network: LayersModel): number {
  const program = buildProgram(network, { inputShape: [4, 8, 8, 3], logits: 'softmax' });
  return (program?.forward ?? []).filter(
    (operation) => operation.kernel === 'scaleAndShift' && program?.values[operation.x]?.shape.length === 4,
  ).length;
}

test.each(Object.entries(folded))('folded: %s', async (_, body) => {
  const one = network(body);
  expect(imagesScaled(one)).toBe(0);
  one.dispose();
  await expectSame(() => network(body), size);
});

test.each(Object.entries(kept))('not folded: %s', async (_, body) => {
  const one = network(body);
  expect(imagesScaled(one)).toBe(1);
  one.dispose();
  await expectSame(() => network(body), size);
});

test('a frozen MobileNetV2 with a head', async () => {
  const make = () => {
    const base = mobileNetV2Application.build({ inputShape: [32, 32, 3], includeTop: false, alpha: 0.35 });
    freeze(base);
    const features = apply(layers.globalAveragePooling2d({}), base.outputs[0] as SymbolicTensor);
    return model({
      inputs: base.inputs,
      outputs: apply(layers.dense({ units: 3, activation: 'softmax' }), features),
    });
  };
  await expectSame(make, { height: 32, width: 32 });
}, 60_000);

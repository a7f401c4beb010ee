import { initBackend } from '@imgclf/runtime/node';
import { input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { layerGraph } from './layer-graph';

beforeAll(async () => {
  await initBackend();
});

test('inner models are opened up, one inside the other', () => {
  const inner = sequential({
    layers: [layers.dense({ units: 3, inputShape: [2], name: 'a' }), layers.reLU({ name: 'b' })],
  });
  const middle = sequential({ layers: [inner, layers.dense({ units: 4, name: 'c' })] });
  const x = input({ shape: [2] });
  const outer = model({
    inputs: x,
    outputs: layers.dense({ units: 5, name: 'd' }).apply(middle.apply(x)) as never,
  });
  const graph = layerGraph(outer);
  expect(graph?.calls.map(({ layer }) => layer.name)).toEqual(['a', 'b', 'c', 'd']);
  expect(graph?.calls.map(({ consumers }) => consumers)).toEqual([1, 1, 1, 1]);
  expect(graph?.output.layer.name).toBe('d');
});

test('branches come before what joins them, and a layer that is called twice is two calls', () => {
  const x = input({ shape: [3] });
  const shared = layers.dense({ units: 3, name: 'shared' });
  const first = shared.apply(x) as never;
  const second = shared.apply(first) as never;
  const sum = layers.add({ name: 'sum' }).apply([first, second]) as never;
  const graph = layerGraph(model({ inputs: x, outputs: sum }));
  expect(graph?.calls.map(({ layer }) => layer.name)).toEqual(['shared', 'shared', 'sum']);
  expect(graph?.calls.map(({ consumers }) => consumers)).toEqual([2, 1, 1]);
});

test('several inputs are not for programs', () => {
  const inputs = [input({ shape: [2] }), input({ shape: [2] })];
  expect(layerGraph(model({ inputs, outputs: layers.add().apply(inputs) as never }))).toBeUndefined();
});

import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { fuseGraphModel } from './fuse-graph-model';
import type { GraphModelFiles } from './read-graph-model';

beforeAll(async () => {
  await initBackend();
});

const list = (...i: number[]) => ({ list: { i: i.map(String) } });
const texts = (...s: string[]) => ({ list: { s: s.map(btoa) } });
const text = (value: string) => ({ s: btoa(value) });
const window = { strides: list(1, 2, 2, 1), padding: text('SAME'), data_format: text('NHWC') };
const node = (name: string, op: string, input: string[], attr: object = {}) => ({ name, op, input, attr });

/** A convolution, a strided depthwise one beside a pooling that gets more channels, and their sum. */
const nodes = [
  node('input', 'Placeholder', [], { shape: { shape: { dim: [-1, 8, 6, 3].map((size) => ({ size })) } } }),
  node('filter', 'Const', []),
  node('first', '_FusedConv2D', ['input', 'filter', 'bias'], {
    ...{ ...window, dilations: list(1, 1, 1, 1), fused_ops: texts('BiasAdd', 'Relu') },
  }),
  node('pooled', 'MaxPool', ['first'], { ...window, ksize: list(1, 2, 2, 1) }),
  node('wider', 'Pad', ['pooled', 'paddings']),
  node('deep', 'DepthwiseConv2dNative', ['first', 'deepFilter'], { ...window, dilations: list(1, 1, 1, 1) }),
  node('sum', 'AddV2', ['deep', 'wider']),
  node('rectified', 'Relu', ['sum']),
  node('shaped', 'Reshape', ['rectified', 'shape']),
  node('out', 'Identity', ['shaped']),
];
const weights = [
  { name: 'filter', shape: [3, 3, 3, 2], dtype: 'float32' },
  { name: 'bias', shape: [2], dtype: 'float32' },
  { name: 'paddings', shape: [4, 2], dtype: 'int32' },
  { name: 'deepFilter', shape: [3, 3, 2, 2], dtype: 'float32' },
  { name: 'shape', shape: [2], dtype: 'int32' },
] as const;
const values = [
  Float32Array.from({ length: 54 }, (_, i) => Math.sin(i)),
  Float32Array.of(0.5, -0.5),
  Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1),
  Float32Array.from({ length: 36 }, (_, i) => Math.cos(i)),
  Int32Array.of(-1, 24),
] as const;

function files(graph: object[] = nodes): GraphModelFiles {
  const json = {
    format: 'graph-model',
    modelTopology: { node: graph },
    weightsManifest: [{ paths: ['w'], weights }],
  };
  const bytes = values.flatMap(({ buffer }) => [...new Uint8Array(buffer)]);
  return {
    json: new TextEncoder().encode(JSON.stringify(json)),
    weights: Uint8Array.from(bytes),
    file: 'graph.json',
  };
}

test('computes what the nodes say, for any number of pictures', async () => {
  await expectNoTensorLeak(() => {
    const model = fuseGraphModel(files(), { outputs: ['out', 'first'] });
    tf.tidy(() => {
      const x = tf.randomUniform<tf.Rank.R4>([3, 8, 6, 3], -1, 1, 'float32', 1);
      const [filter, deepFilter] = [
        tf.tensor4d(values[0], [3, 3, 3, 2]),
        tf.tensor4d(values[3], [3, 3, 2, 2]),
      ];
      const first = tf.relu(tf.add(tf.conv2d(x, filter, 2, 'same'), tf.tensor1d(values[1])));
      const wider = tf.pad(tf.maxPool(first as tf.Tensor4D, 2, 2, 'same'), [[0, 0], [0, 0], [0, 0], [1, 1]]); // biome-ignore format: pairs
      const out = tf.relu(tf.add(tf.depthwiseConv2d(first as tf.Tensor4D, deepFilter, 2, 'same'), wider));
      const expected = tf.concat([tf.reshape(out, [3, -1]), tf.reshape(first, [3, -1])], 1);
      const received = model.predict(x);
      expect(received.shape).toEqual(expected.shape);
      expect(tf.max(tf.abs(tf.sub(received, expected))).dataSync()[0]).toBeLessThan(1e-5);
    });
    model.dispose();
  });
});

test('refuses other nodes, other inputs and missing results, without leaving tensors behind', async () => {
  const changed = (name: string, change: object) =>
    nodes.map((one) => (one.name === name ? { ...one, ...change } : one));
  const wrong: [object[], string][] = [
    [changed('rectified', { op: 'Softplus' }), 'out'],
    [changed('rectified', { op: 'toString' }), 'out'],
    [changed('deep', { input: ['first', 'nothing'] }), 'out'],
    [changed('first', { attr: { ...window, data_format: text('NCHW') } }), 'out'],
    [changed('pooled', { attr: { ...window, ksize: list(1, 2, 2, 2) } }), 'out'],
    [changed('out', { op: 'Placeholder' }), 'sum'],
    [nodes.slice(1), 'out'],
    [[...nodes].reverse(), 'out'],
    [nodes, 'nowhere'],
  ];
  expect(() => fuseGraphModel(files(), { outputs: [] })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'outputs' }),
  );
  await expectNoTensorLeak(() => {
    for (const [graph, output] of wrong) {
      expect(() => fuseGraphModel(files(graph), { outputs: [output] })).toThrow(
        expect.objectContaining({ code: 'INVALID_FILE', file: 'graph.json' }),
      );
    }
  });
});

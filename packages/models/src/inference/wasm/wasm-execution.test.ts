import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { wasmKernels } from '@imgclf/runtime/wasm';
import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { compileProgram } from '../compile-program';
import { TensorExecution } from '../tensor-execution';
import { disturb, exampleModels } from '../testing/example-models';
import { WasmExecution } from './wasm-execution';

beforeAll(async () => {
  await initBackend({ backend: 'wasm' });
});

const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) => layer.apply(x) as SymbolicTensor;

/** What networks are made of and those of the examples are not: paddings of all kinds, poolings, several results joined. */
function joined(): LayersModel {
  const inputs = input({ shape: [11, 9, 3] });
  const padded = apply(layers.zeroPadding2d({ padding: [[1, 2], [0, 3]] }), inputs); // biome-ignore format: pairs
  const convolved = apply(layers.conv2d({ filters: 5, kernelSize: 3, activation: 'relu' }), padded);
  const alone = apply(layers.zeroPadding2d({ padding: 1 }), convolved);
  const pooled = apply(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'valid' }), alone);
  const average = apply(layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }), pooled);
  const rectified = apply(layers.reLU({ maxValue: 6 }), apply(layers.add(), [pooled, average, pooled]));
  const beside = apply(layers.concatenate(), [rectified, average]);
  const means = apply(layers.globalAveragePooling2d({}), beside);
  const classes = apply(layers.dense({ units: 4, activation: 'softmax' }), apply(layers.flatten(), beside));
  const outputs = apply(layers.concatenate(), [
    means,
    classes,
    apply(layers.globalAveragePooling2d({}), inputs),
  ]);
  return model({ inputs, outputs });
}

const unsupported = ['a model in a model', 'a network with other activations', 'InceptionResNetV2'];
const supported = exampleModels.filter(([name]) => !unsupported.includes(name));

describe.each([...supported, ['joined results', joined]] as typeof exampleModels)('%s', (_, make) => {
  test.each([1, 2, 7])(
    'computes what TensorFlow.js does, for %i pictures, twice',
    { timeout: 300_000 },
    async (count) => {
      const original = make();
      disturb(original);
      const program = compileProgram(original, { fold: true });
      const shape = [count, ...(original.inputs[0]?.shape.slice(1) ?? [])] as number[];
      await expectNoTensorLeak(() => {
        const [reference, ours] = [new TensorExecution(program), WasmExecution.of(program)];
        for (const seed of [1, 2]) {
          const x = tf.randomUniform(shape, -1, 1, 'float32', seed);
          const [expected, received] = [reference.predict(x), ours?.predict(x) as tf.Tensor];
          expect(received.shape).toEqual(expected.shape);
          const largest = Math.max(...expected.dataSync().map(Math.abs));
          const worst = tf.tidy(() => tf.max(tf.abs(tf.sub(received, expected))).dataSync()[0] as number);
          expect(worst / largest).toBeLessThan(1e-5);
          tf.dispose([x, expected, received]);
        }
        reference.dispose();
        ours?.dispose();
      });
      original.dispose();
    },
  );
});

test.each(exampleModels.filter(([name]) => unsupported.includes(name)))(
  'leaves %s to TensorFlow.js',
  (_, make) => {
    const original = make();
    expect(WasmExecution.of(compileProgram(original, { fold: true }))).toBeUndefined();
    original.dispose();
  },
);

test('takes more pictures than go through together', () => {
  const original = joined();
  const program = compileProgram(original, { fold: true });
  const [reference, ours] = [new TensorExecution(program), WasmExecution.of(program)];
  const x = tf.randomUniform([4200, 11, 9, 3], -1, 1, 'float32', 1);
  const [expected, received] = [reference.predict(x), ours?.predict(x) as tf.Tensor];
  expect(received.shape).toEqual(expected.shape);
  const worst = tf.max(tf.abs(tf.sub(received, expected))).dataSync()[0];
  expect(worst).toBeLessThan(1e-5);
  tf.dispose([x, expected, received]);
  reference.dispose();
  ours?.dispose();
  original.dispose();
});

test('keeps memory for a few sizes of pictures only', () => {
  const inputs = input({ shape: [null, null, 3] });
  const outputs = apply(layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same' }), inputs);
  const original = model({ inputs, outputs });
  const ours = WasmExecution.of(compileProgram(original, { fold: true }));
  const [allocate, free] = [vi.spyOn(wasmKernels(), 'allocate'), vi.spyOn(wasmKernels(), 'free')];
  const held = Array.from({ length: 12 }, (_, i) => {
    const y = tf.tidy(() => ours?.predict(tf.ones([1, 8 + i, 9, 3])) as tf.Tensor);
    expect(y.shape).toEqual([1, 8 + i, 9, 4]);
    y.dispose();
    return allocate.mock.calls.length - free.mock.calls.length;
  });
  expect(held.at(-1)).toBe(held[4]);
  vi.restoreAllMocks();
  ours?.dispose();
  original.dispose();
});

test('takes whole numbers, and gives all memory back', () => {
  const [allocate, free] = [vi.spyOn(wasmKernels(), 'allocate'), vi.spyOn(wasmKernels(), 'free')];
  const original = joined();
  const ours = WasmExecution.of(compileProgram(original, { fold: true }));
  const whole = tf.ones([2, 11, 9, 3], 'int32');
  const floats = tf.cast(whole, 'float32');
  const [a, b] = [ours?.predict(whole), ours?.predict(floats)];
  expect(a?.dataSync()).toEqual(b?.dataSync());
  ours?.dispose();
  expect(allocate.mock.calls.length).toBeGreaterThan(5);
  expect(free.mock.calls.length).toBe(allocate.mock.calls.length);
  tf.dispose([whole, floats, a ?? [], b ?? []]);
  original.dispose();
  vi.restoreAllMocks();
});

import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test } from 'vitest';
import { disturb, exampleFor, exampleModels } from '../inference/testing/example-models';
import { toOnnx } from './to-onnx';

beforeAll(async () => {
  await initBackend();
});

// The largest model takes a while where other programs share the machine.
describe.each(exampleModels)('%s', { timeout: 300_000 }, (_, make) => {
  test.each([true, false])('gives the same numbers in ONNX Runtime, folded: %s', async (fold) => {
    const model = make();
    disturb(model);
    const x = exampleFor(model);
    const file = await expectNoTensorLeak(() => toOnnx(model, { fold }));
    const session = await InferenceSession.create(file);
    const input = new Tensor('float32', x.dataSync<'float32'>(), x.shape);
    const output = (await session.run({ input })).output as Tensor;
    const expected = model.predict(x) as tf.Tensor;
    expect(output.dims).toEqual(expected.shape);
    expectClose(output.data as Float32Array, expected.dataSync<'float32'>());
    tf.dispose([x, expected]);
    model.dispose();
    await session.release();
  });
});

function expectClose(actual: Float32Array, expected: Float32Array): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = actual.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (expected[i] as number))),
    0,
  );
  expect(worst / largest).toBeLessThan(1e-4);
}

test('states its operator set, its producer, and that the batch is open', () => {
  const model: LayersModel = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
  const text = new TextDecoder('latin1').decode(toOnnx(model));
  expect(text).toContain('@imgclf/models');
  expect(text).toContain('batch');
  // Field 8, an operator set: domain "" and version 17.
  expect(text).toContain('\x42\x04\x0a\x00\x10\x11');
});

test('refuses models it cannot express', () => {
  const model = sequential({ layers: [layers.reshape({ targetShape: [2, 2], inputShape: [4] })] });
  expect(() => toOnnx(model)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'model' }),
  );
});

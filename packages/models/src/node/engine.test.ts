import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { createEngine as createEngineInBrowsers } from '../browser/create-engine';
import { extractFeatures, type FeatureSource } from '../inference/extract-features';
import { createEngine } from './create-engine';

beforeAll(async () => {
  await initBackend();
});

const makeBase = () =>
  mobileNetV2Application.build({
    alpha: 0.35,
    includeTop: false,
    inputShape: [32, 32, 3],
    pooling: 'avg',
    seed: 1,
  });
const picture = (seed: number, count = 2) => tf.randomUniform([count, 32, 32, 3], -1, 1, 'float32', seed);

function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const worst = tf.tidy(() => tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0] as number);
  expect(worst).toBeLessThan(1e-4);
}

test.each(['onnxruntime', 'onnxruntime-web', 'fused', 'layers'] as const)(
  '%s computes what the model does',
  async (name) => {
    const base = makeBase();
    const x = picture(3);
    const expected = base.predict(x) as tf.Tensor;
    await expectNoTensorLeak(async () => {
      const engine = await createEngine(base, { engine: name });
      expect(engine).toMatchObject({ name, passedOver: [] });
      const y = await engine.predict(x);
      expectClose(y, expected);
      y.dispose();
      const wrong = [tf.zeros([2, 32, 32, 1]), tf.zeros([2, 16, 32, 3]), tf.zeros([32, 32, 3])];
      for (const x of wrong) {
        await expect(engine.predict(x)).rejects.toThrow(
          expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'x' }),
        );
      }
      tf.dispose(wrong);
      await engine.dispose();
    });
  },
);

test('picks the fastest that can run the model, and says why not a faster one', async () => {
  expect((await createEngine(makeBase())).name).toBe('onnxruntime');
  const odd = sequential({ layers: [layers.reshape({ targetShape: [2, 2], inputShape: [4] })] });
  const engine = await createEngine(odd);
  expect(engine.name).toBe('layers');
  expect(engine.passedOver.map(({ name }) => name)).toEqual(['onnxruntime', 'fused']);
  expect(engine.passedOver[1]?.reason).toContain('Reshape');
  const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  await expect(createEngine(odd, { engine: 'fused' })).rejects.toThrow(invalid);
  await expect(createEngine(odd, { engine: 'tvm' as never })).rejects.toThrow(invalid);
});

test('has the same engines in browsers, but the native one', async () => {
  const [base, x] = [makeBase(), picture(3)];
  const expected = base.predict(x) as tf.Tensor;
  for (const engine of [undefined, 'onnxruntime-web', 'layers'] as const) {
    const made = await createEngineInBrowsers(base, engine === undefined ? {} : { engine });
    expect(made.name).toBe(engine ?? 'fused');
    expectClose(await made.predict(x), expected);
    await made.dispose();
  }
  await expect(createEngineInBrowsers(base, { engine: 'onnxruntime' as never })).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'engine' }),
  );
});

/** Three batches, the last one small. */
const dataset = (): FeatureSource => ({
  async *[Symbol.asyncIterator]() {
    for (const [i, count] of [2, 2, 1].entries()) {
      yield { xs: picture(i + 1, count), ys: tf.fill([count], i, 'int32') };
    }
  },
});

test('extracts features and labels in the order of the dataset, as often as asked', async () => {
  const base = makeBase();
  const engine = await createEngine(base, { engine: 'fused' });
  const { xs, ys } = await expectNoTensorLeak(() => extractFeatures(engine, dataset(), { copies: 2 }), 2);
  expect(xs.shape).toEqual([10, 1280]);
  expect([...(ys?.dataSync() ?? [])]).toEqual([0, 0, 1, 1, 2, 0, 0, 1, 1, 2]);
  expectClose(tf.slice(xs, [4, 0], [1, 1280]), base.predict(picture(3, 1)) as tf.Tensor);
});

test('loads the next batch while the base works on this one, and runs no two at once', async () => {
  const events: string[] = [];
  const source: FeatureSource = {
    async *[Symbol.asyncIterator]() {
      for (const name of ['a', 'b', 'c']) {
        events.push(`load ${name}`);
        yield { xs: tf.ones([1, 4]) };
      }
    },
  };
  let count = 0;
  const predict = async (x: tf.Tensor) => {
    const name = 'abc'[count++];
    events.push(`start ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    events.push(`end ${name}`);
    return tf.mul(x, count);
  };
  const { xs } = await expectNoTensorLeak(() => extractFeatures({ predict }, source), 1);
  expect(await xs.array()).toEqual([1, 2, 3].map((value) => new Array(4).fill(value)));
  expect(events.filter((event) => !event.startsWith('load'))).toEqual(
    ['a', 'b', 'c'].flatMap((name) => [`start ${name}`, `end ${name}`]),
  );
  expect(events.indexOf('load b')).toBeLessThan(events.indexOf('end a'));
  expect(events.indexOf('load c')).toBeLessThan(events.indexOf('end b'));
  xs.dispose();
});

test.each([1, 2, 3])('leaves nothing behind when the base fails on batch %i', async (bad) => {
  let count = 0;
  const predict = async (x: tf.Tensor) => {
    if (++count === bad) throw new RangeError('bad batch');
    return tf.mul(x, 2);
  };
  await expectNoTensorLeak(() =>
    expect(extractFeatures({ predict }, dataset())).rejects.toThrow('bad batch'),
  );
  expect(count).toBe(bad);
});

test('leaves nothing behind when a batch cannot be loaded while the base works', async () => {
  const source: FeatureSource = {
    async *[Symbol.asyncIterator]() {
      yield { xs: tf.ones([1, 4]), ys: tf.ones([1]) };
      throw new RangeError('no file');
    },
  };
  const predict = async (x: tf.Tensor) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return tf.mul(x, 2);
  };
  await expectNoTensorLeak(() => expect(extractFeatures({ predict }, source)).rejects.toThrow('no file'));
});

test('leaves nothing behind when it ends early', async () => {
  const engine = await createEngine(makeBase(), { engine: 'fused' });
  const empty: FeatureSource = { async *[Symbol.asyncIterator]() {} };
  await expectNoTensorLeak(() =>
    expect(extractFeatures(engine, empty)).rejects.toThrow(expect.objectContaining({ argument: 'dataset' })),
  );
  const signal = AbortSignal.abort();
  await expectNoTensorLeak(() =>
    expect(extractFeatures(engine, dataset(), { signal })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    ),
  );
});

import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toTfjs } from '../format/to-tfjs';
import { toKerasH5 } from '../weights/save-keras';
import { mobileNetV2 } from './applications';

const options = { includeTop: false, inputShape: [32, 32, 3], alpha: 0.35 } as const;
const published = 'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5';

let server: Server;
let origin: string;
let files: Map<string, Uint8Array>;
let expected: number[];

const sumsOf = (model: LayersModel) =>
  model.getWeights().map((weight) => tf.tidy(() => tf.sum(weight).dataSync()[0] as number));

beforeAll(async () => {
  await initBackend();
  const original = await mobileNetV2({ ...options, weights: null, seed: 5 });
  expected = sumsOf(original);
  files = new Map([...(await toTfjs(original)), [published, await toKerasH5(original)]]);
  original.dispose();
  server = createServer(({ url }, response) => {
    const bytes = files.get((url ?? '').replace('/weights/', ''));
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('takes the published weights from a mirror, and says how far it is', async () => {
  const seen: number[] = [];
  const sha256 = createHash('sha256')
    .update(files.get(published) as Uint8Array)
    .digest('hex');
  for (const mirror of [`${origin}/weights`, new URL(`${origin}/weights/`)]) {
    const loaded = await mobileNetV2({
      ...options,
      mirror,
      sha256,
      onProgress: ({ received }) => seen.push(received),
    });
    expect(sumsOf(loaded)).toEqual(expected);
    loaded.dispose();
  }
  expect(seen.at(-1)).toBe(files.get(published)?.length);
});

test('takes the weights beside a model.json', async () => {
  const loaded = await mobileNetV2({ ...options, weights: `${origin}/weights/model.json` });
  expect(sumsOf(loaded)).toEqual(expected);
  loaded.dispose();
});

test('refuses other sources, other sums, and what is no file of weights', async () => {
  const failing = (more: object) => expect(mobileNetV2({ ...options, ...more })).rejects;
  await failing({ weights: 3 }).toMatchObject({ argument: 'weights' });
  await failing({ weights: new Uint8Array(9) }).toMatchObject({ code: 'INVALID_FILE' });
  await failing({ mirror: `${origin}/nowhere` }).toMatchObject({ code: 'FILE_NOT_FOUND' });
  await failing({ mirror: `${origin}/weights`, sha256: 'a'.repeat(64) }).toMatchObject({
    code: 'INVALID_FILE',
    message: expect.stringContaining('must have the SHA-256'),
  });
  files.set(published, Buffer.from('<!doctype html><title>Sign in</title>'));
  await failing({ mirror: `${origin}/weights` }).toMatchObject({
    code: 'INVALID_FILE',
    message: expect.stringContaining('did not come as an HDF5 file'),
  });
});

test('builds with random weights', async () => {
  const model = await mobileNetV2({ ...options, weights: null });
  expect(model.outputs[0]?.shape).toEqual([null, 1, 1, 1280]);
});

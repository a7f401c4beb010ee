import { FileNotFoundError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchNormalization } from '../layers/batch-normalization';
import { cnn } from '../networks/cnn';
import { denseNetwork } from '../networks/dense-network';
import { toArtifacts } from './model-artifacts';
import { modelFiles } from './model-files';
import { readModel } from './read-model';

type Files = Map<string, Uint8Array>;
type Json = Record<string, never> & {
  modelTopology: { config: { layers: { config: Record<string, unknown> }[] } };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
};

let files: Files;
let expected: number[];
const x = () => tf.reshape(tf.linspace(-1, 1, 12 * 12), [1, 12, 12, 1]);
const outputOf = (model: LayersModel) => tf.tidy(() => [...(model.predict(x()) as tf.Tensor).dataSync()]);

beforeAll(async () => {
  await initBackend();
  const model = cnn({ inputShape: [12, 12, 1], filters: [2], denseUnits: [4], classes: 3, seed: 1 });
  files = modelFiles(await toArtifacts(model, { note: 'kept' }));
  expected = outputOf(model);
  model.dispose();
});

const reader = (from: Files) => async (name: string) => {
  const bytes = from.get(name);
  if (bytes === undefined) throw new FileNotFoundError({ file: name, message: `${name} does not exist.` });
  return bytes;
};
const load = (from: Files) => readModel(reader(from), { file: 'saved', maxBytes: 2 ** 20 });

const jsonOf = (from: Files) => JSON.parse(new TextDecoder().decode(from.get('model.json'))) as Json;
const withJson = (json: unknown): Files =>
  new Map(files).set('model.json', new TextEncoder().encode(JSON.stringify(json)));

function changed(change: (json: Json) => void): Files {
  const json = jsonOf(files);
  change(json);
  return withJson(json);
}

const invalidFile = expect.objectContaining({ code: 'INVALID_FILE', file: 'saved' });

test('comes back with bit-equal outputs and its metadata, and leaves no tensors behind', async () => {
  await expectNoTensorLeak(async () => {
    const { model, metadata } = await load(files);
    expect(outputOf(model)).toEqual(expected);
    expect(metadata).toEqual({ note: 'kept' });
    model.dispose();
  });
});

test('saves again as the same files, initialisers included', async () => {
  const { model, metadata } = await load(files);
  expect(modelFiles(await toArtifacts(model, metadata))).toEqual(files);
});

test("TensorFlow.js's own loader reads the files", async () => {
  const json = jsonOf(files);
  const handler = tf.io.fromMemory({
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest[0]?.weights as never,
    weightData: (files.get('weights-shard1of1.bin') as Uint8Array).slice().buffer,
  });
  expect(outputOf(await loadLayersModel(handler))).toEqual(expected);
});

test('splits large weights into shards and joins them again', async () => {
  const big = denseNetwork({ inputShape: [1500], hiddenUnits: [1000], classes: 2, seed: 1 });
  const shards = modelFiles(await toArtifacts(big));
  expect([...shards.keys()]).toEqual(['weights-shard1of2.bin', 'weights-shard2of2.bin', 'model.json']);
  const { model } = await readModel(reader(shards), { file: 'saved' });
  expect([...(model.getWeights()[0]?.dataSync() ?? [])]).toEqual([
    ...(big.getWeights()[0]?.dataSync() ?? []),
  ]);
});

test('refuses to save a model whose weights share a name', async () => {
  const twin = () => sequential({ layers: [layers.dense({ units: 1, inputShape: [1], name: 'same' })] });
  const model = sequential({ layers: [layers.inputLayer({ inputShape: [1] }), twin(), twin()] });
  await expect(toArtifacts(model)).rejects.toThrow(expect.objectContaining({ argument: 'model' }));
});

test('keeps batch normalisation as our own', async () => {
  const model = sequential({ layers: [batchNormalization({ inputShape: [2], center: false })] });
  const loaded = await readModel(reader(modelFiles(await toArtifacts(model))), { file: 'saved' });
  expect(loaded.model.layers[0]).toHaveProperty('inferenceOnly', false);
});

const firstConv = (json: Json) => json.modelTopology.config.layers[0]?.config as Record<string, unknown>;
const firstSpec = (json: Json) => json.weightsManifest[0]?.weights[0] as { shape: number[]; name: string };

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const hostile: [string, () => Files][] = [
  ['no JSON', () => new Map(files).set('model.json', new TextEncoder().encode('<!DOCTYPE html>'))],
  ['an empty model.json', () => new Map(files).set('model.json', new Uint8Array())],
  ['no object', () => withJson([])],
  ['a __proto__ key', () => new Map(files).set('model.json', new TextEncoder().encode('{"__proto__": {}}'))],
  ['a constructor key', () => changed((json) => Object.assign(json, { constructor: 1 }))],
  ['deep nesting', () => new Map(files).set('model.json', new TextEncoder().encode(nested(100_000)))],
  [
    'a path out of the folder',
    () => changed((json) => json.weightsManifest[0]?.paths.splice(0, 1, '../x.bin')),
  ],
  ['an absolute path', () => changed((json) => json.weightsManifest[0]?.paths.splice(0, 1, '/etc/passwd'))],
  ['a missing shard', () => changed((json) => json.weightsManifest[0]?.paths.splice(0, 1, 'none.bin'))],
  ['a short shard', () => new Map(files).set('weights-shard1of1.bin', new Uint8Array(10))],
  ['a long shard', () => new Map(files).set('weights-shard1of1.bin', new Uint8Array(10_000))],
  [
    'NaN',
    () =>
      new Map(files).set(
        'weights-shard1of1.bin',
        new Uint8Array(files.get('weights-shard1of1.bin')?.length ?? 0).fill(255),
      ),
  ],
  ['a huge weight', () => changed((json) => firstSpec(json).shape.splice(0, 1, 1e15))],
  ['a weight of negative size', () => changed((json) => firstSpec(json).shape.splice(0, 1, -3))],
  ['a renamed weight', () => changed((json) => Object.assign(firstSpec(json), { name: 'other/kernel' }))],
  [
    'a weight called __proto__',
    () => changed((json) => Object.assign(firstSpec(json), { name: '__proto__' })),
  ],
  [
    'two weights of one name',
    () =>
      changed((json) =>
        json.weightsManifest[0]?.weights.push({ name: firstSpec(json).name, shape: [], dtype: 'float32' }),
      ),
  ],
  ['huge layers', () => changed((json) => Object.assign(firstConv(json), { filters: 1e9 }))],
  ['another layer size', () => changed((json) => Object.assign(firstConv(json), { filters: 3 }))],
  [
    'an unknown layer',
    () => changed((json) => Object.assign(json.modelTopology.config.layers[0] ?? {}, { class_name: 'Evil' })),
  ],
  [
    'a layer of a name that variables cannot have',
    () =>
      changed((json) => Object.assign(json.modelTopology.config.layers.at(-1)?.config ?? {}, { name: ' a' })),
  ],
  ['no layers', () => changed((json) => json.modelTopology.config.layers.splice(0))],
];

test.each(hostile)('refuses %s and leaves no tensors behind', async (_, make) => {
  await expectNoTensorLeak(() => expect(load(make())).rejects.toThrow(invalidFile));
});

test('whatever bytes change, it loads or fails with a typed error', async () => {
  const json = files.get('model.json') as Uint8Array;
  const change = fc.record({ at: fc.nat(json.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = json.slice();
      for (const { at, to } of changes) bytes[at] = to;
      await expectNoTensorLeak(async () => {
        try {
          (await load(new Map(files).set('model.json', bytes))).model.dispose();
        } catch (error) {
          expect(error).toEqual(invalidFile);
        }
      });
    }),
    { numRuns: 300 },
  );
});

describe('quantised weights', () => {
  test('are read as TensorFlow.js reads them', async () => {
    const quantised = changed((json) => {
      for (const group of json.weightsManifest) {
        for (const spec of group.weights) {
          Object.assign(spec, { quantization: { dtype: 'uint8', scale: 0.5, min: -1 } });
        }
      }
    });
    const length = (files.get('weights-shard1of1.bin')?.length ?? 0) / 4;
    quantised.set('weights-shard1of1.bin', new Uint8Array(length).fill(3));
    const { model } = await load(quantised);
    expect(new Set(model.getWeights()[0]?.dataSync())).toEqual(new Set([0.5]));
  });
});

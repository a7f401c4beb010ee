import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { toTfjs } from '../format/to-tfjs';
import { freeze, unfreeze } from '../transfer/freeze';
import { smallModel } from './__fixtures__/small-model';
import { loadWeights } from './load-weights';

beforeAll(async () => {
  await initBackend();
});

const valuesOf = (model: LayersModel) =>
  Object.fromEntries(model.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]]));

/** A model's files, and how to read them. */
async function filesOf(model: LayersModel) {
  const files = await toTfjs(model);
  const readFile = async (name: string) => files.get(name) ?? new Uint8Array();
  return { files, readFile, json: files.get('model.json') as Uint8Array };
}

/** The files with another `model.json`. */
async function changed(change: (json: Record<string, unknown>) => unknown) {
  const { json, readFile } = await filesOf(smallModel());
  const parsed = JSON.parse(new TextDecoder().decode(json));
  return { json: new TextEncoder().encode(JSON.stringify(change(parsed) ?? parsed)), readFile };
}

type Manifest = { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
const manifestOf = (json: Record<string, unknown>) => json.weightsManifest as Manifest;

test('gives the weights back whatever was frozen, from files and from an archive', async () => {
  const original = smallModel();
  const expected = valuesOf(original);
  const base = original.layers[2] as LayersModel;
  for (const change of [() => undefined, () => freeze(base), () => unfreeze(base, { last: 2 })]) {
    change();
    const { files, readFile, json } = await filesOf(original);
    const archive = zipSync(Object.fromEntries(files));
    for (const [bytes, options] of [
      [json, { readFile }],
      [archive, {}],
    ] as const) {
      const target = smallModel();
      for (const weight of target.weights) {
        const zeros = tf.zeros(weight.shape as number[]);
        weight.write(zeros);
        zeros.dispose();
      }
      await expectNoTensorLeak(() => loadWeights(target, bytes, options));
      expect(valuesOf(target)).toEqual(expected);
      target.dispose();
    }
  }
});

describe('refuses', () => {
  test.each<[string, (json: Record<string, unknown>) => unknown, RegExp]>([
    ['a page of JSON', () => ({ hello: 1 }), /not a TensorFlow.js layers model/],
    [
      'weights that lie elsewhere',
      (json) => {
        (manifestOf(json)[0] as Manifest[0]).paths = ['../../etc/passwd'];
      },
      /paths/,
    ],
    [
      'an absolute path',
      (json) => {
        (manifestOf(json)[0] as Manifest[0]).paths = ['/etc/passwd'];
      },
      /paths/,
    ],
    [
      'a size beyond all memory',
      (json) => {
        (manifestOf(json)[0] as Manifest[0]).weights[0] = {
          name: 'huge/kernel',
          shape: [2 ** 31, 2 ** 31, 2 ** 31],
          dtype: 'float32',
        };
      },
      /at most/,
    ],
    [
      'another shape',
      (json) => {
        (manifestOf(json)[0] as Manifest[0]).weights.pop();
      },
      /bytes of weights/,
    ],
    [
      'a name out of JavaScript',
      (json) => {
        const [group] = manifestOf(json);
        (group as Manifest[0]).weights[0] = { name: '__proto__', shape: [1], dtype: 'float32' };
      },
      /may not be named/,
    ],
  ])('%s', async (_, change, message) => {
    const model = smallModel();
    const before = valuesOf(model);
    const { json, readFile } = await changed(change);
    await expectNoTensorLeak(() =>
      expect(loadWeights(model, json, { file: 'model.json', readFile })).rejects.toThrow(
        expect.objectContaining({ code: 'INVALID_FILE', message: expect.stringMatching(message) }),
      ),
    );
    expect(valuesOf(model)).toEqual(before);
    model.dispose();
  });

  test('keys that reach into objects, a file cut short, NaN, and another architecture', async () => {
    const { json, files, readFile } = await filesOf(smallModel());
    const text = new TextDecoder().decode(json);
    const poisoned = new TextEncoder().encode(text.replace('"format"', '"__proto__":{"a":1},"format"'));
    const short = async (name: string) => (files.get(name) ?? new Uint8Array()).subarray(8);
    const nan = async (name: string) => Uint8Array.from(files.get(name) ?? [], () => 255);
    const model = smallModel();
    const invalid = expect.objectContaining({ code: 'INVALID_FILE' });
    const cases = [
      [poisoned, readFile],
      [json, short],
      [json, nan],
      [json, undefined],
    ] as const;
    for (const [bytes, read] of cases) {
      const options = read === undefined ? {} : { readFile: read };
      await expectNoTensorLeak(() => expect(loadWeights(model, bytes, options)).rejects.toThrow(invalid));
    }
    const base = smallModel().layers[2] as LayersModel;
    await expectNoTensorLeak(() => expect(loadWeights(base, json, { readFile })).rejects.toThrow(invalid));
  });
});

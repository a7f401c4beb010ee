import { readFileSync } from 'node:fs';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { freeze } from '../transfer/freeze';
import expected from './__fixtures__/outputs.json';
import { smallModel } from './__fixtures__/small-model';
import { loadWeights } from './load-weights';
import { writeHdf5 } from './write-hdf5';

beforeAll(async () => {
  await initBackend();
});

const fixture = (name: string) => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));
const files = ['legacy.h5', 'legacy-frozen.h5', 'whole.h5', 'keras3.weights.h5', 'whole.keras'];

function outputOf(model: LayersModel): number[] {
  return tf.tidy(() => {
    const ramp = Float32Array.from(
      { length: 2 * 192 },
      (_, i) => 127.5 + 127.5 * (((i * 7919) % 511) / 255 - 1),
    );
    return [...(model.predict(tf.tensor(ramp, [2, 8, 8, 3])) as tf.Tensor).dataSync()];
  });
}

function expectOutput(model: LayersModel): void {
  for (const [i, value] of outputOf(model).entries()) expect(value).toBeCloseTo(expected[i] as number, 5);
}

const invalidFile = (message: RegExp) =>
  expect.objectContaining({ code: 'INVALID_FILE', file: 'a.h5', message: expect.stringMatching(message) });

describe.each(files)('%s', (name) => {
  test("gives Keras's outputs, whether the model in the model is frozen or not", async () => {
    for (const frozen of [false, true]) {
      const model = smallModel();
      if (frozen) freeze(model.layers[2] as LayersModel);
      await expectNoTensorLeak(() => loadWeights(model, fixture(name)));
      expectOutput(model);
      model.dispose();
    }
  });

  test('is refused where it is cut short, and the model stays as it was', async () => {
    const model = smallModel();
    const before = outputOf(model);
    const bytes = fixture(name);
    for (const length of [0, 4, 100, 5000, bytes.length - 2000]) {
      const call = loadWeights(model, bytes.subarray(0, length), { file: 'a.h5' });
      await expectNoTensorLeak(() => expect(call).rejects.toThrow(invalidFile(/./)));
    }
    expect(outputOf(model)).toEqual(before);
    model.dispose();
  });

  test('is refused by a model of another architecture', async () => {
    const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
    const call = loadWeights(model, fixture(name), { file: 'a.h5' });
    await expectNoTensorLeak(() => expect(call).rejects.toThrow(invalidFile(/layers|weight|group/)));
    model.dispose();
  });

  test('whatever bytes change, it loads or fails with a typed error', async () => {
    const model = smallModel();
    const bytes = fixture(name);
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const { at, to } of changes) changed[at] = to;
        await expectNoTensorLeak(async () => {
          try {
            await loadWeights(model, changed, { file: 'a.h5' });
          } catch (error) {
            expect(error).toEqual(invalidFile(/./));
          }
        });
      }),
      { numRuns: 200 },
    );
    model.dispose();
  });
});

/** A legacy file with one dense layer, as `change` leaves it. */
function denseFile(kernel: number[], shape: number[], bias: number[]): Promise<Uint8Array> {
  return writeHdf5((root) => {
    root.create_attribute('layer_names0', ['other']);
    root.create_attribute('layer_names1', ['dense']);
    root.create_group('other').create_attribute('weight_names', []);
    const group = root.create_group('dense');
    group.create_attribute('weight_names', ['dense/kernel:0', 'dense/bias:0'], null, 'S16');
    group.create_group('dense');
    group.create_dataset({ name: 'dense/kernel:0', data: Float64Array.from(kernel), shape });
    group.create_dataset({ name: 'dense/bias:0', data: Float32Array.from(bias) });
  });
}

describe('a file made to do harm', () => {
  const model = () => sequential({ layers: [layers.dense({ units: 2, inputShape: [1], name: 'dense' })] });
  const refused = async (file: Uint8Array) => {
    const target = model();
    await expectNoTensorLeak(() =>
      expect(loadWeights(target, file, { file: 'a.h5' })).rejects.toThrow(invalidFile(/./)),
    );
    target.dispose();
  };

  test('may not claim more weights than the model has', async () => {
    const file = await writeHdf5((root) => {
      root.create_attribute('layer_names', ['dense']);
      const group = root.create_group('dense');
      group.create_attribute('weight_names', ['kernel:0', 'bias:0']);
      const data = new Float32Array(1);
      const [shape, maxshape, chunks] = [[1], [2 ** 30], [1]];
      for (const name of ['kernel:0', 'bias:0']) {
        group.create_dataset({ name, data, shape, maxshape, chunks }).resize([2 ** 30]);
      }
    });
    expect(file.length).toBeLessThan(100_000);
    await refused(file);
  });

  test('may not hold groups that hold themselves', async () => {
    const legacy = await writeHdf5((root) => {
      root.create_attribute('layer_names', ['dense']);
      root.create_group('dense').create_attribute('weight_names', ['dense/dense/kernel:0', 'dense/bias:0']);
      root.create_hard_link('/dense', '/dense/dense');
    });
    const keras3 = await writeHdf5((root) => {
      root.create_group('layers').create_group('dense').create_group('vars');
      root.create_hard_link('/layers', '/layers/dense/layers');
    });
    await refused(legacy);
    await refused(keras3);
  });
});

describe('a dense layer', () => {
  const model = () => sequential({ layers: [layers.dense({ units: 2, inputShape: [1], name: 'dense' })] });

  test('is found through split lists of names, padded names and 64-bit floats', async () => {
    const target = model();
    await loadWeights(target, await denseFile([1, 2], [1, 2], [3, 4]));
    expect(target.getWeights().map((weight) => [...weight.dataSync()])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test.each([
    ['another shape', denseFile([1, 2], [2, 1], [3, 4]), /shape \[2,1\].*has \[1,2\]/],
    ['NaN', denseFile([1, Number.NaN], [1, 2], [3, 4]), /NaN/],
    [
      'a page of HTML',
      Promise.resolve(new TextEncoder().encode('<!DOCTYPE html>')),
      /begins with "<!DOCTYPE html>"/,
    ],
    [
      'an archive without weights',
      Promise.resolve(zipSync({ 'config.json': new Uint8Array(3) })),
      /no model.weights.h5/,
    ],
    [
      'an archive with other weights',
      Promise.resolve(zipSync({ 'model.weights.h5': new Uint8Array(30) })),
      /must be a Keras file/,
    ],
    [
      'an archive that unpacks to far more than the model holds',
      Promise.resolve(zipSync({ 'model.weights.h5': new Uint8Array(80 * 2 ** 20) })),
      /of at most/,
    ],
  ])('refuses %s', async (_, file, message) => {
    const call = loadWeights(model(), await file, { file: 'a.h5' });
    await expect(call).rejects.toThrow(invalidFile(message));
  });
});

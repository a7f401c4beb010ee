import type { PixelImage, Platform } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cnn } from '../networks/cnn';
import { denseNetwork } from '../networks/dense-network';
import { ImageClassifier, type ImageClassifierOptions } from './image-classifier';

const photo: PixelImage = {
  width: 20,
  height: 14,
  channels: 3,
  data: Uint8Array.from({ length: 840 }, (_, i) => (i * 71) % 256),
};
const classNames = ['cat', 'dog', 'horse'];
const preprocessing = [
  { op: 'resize', height: 12, width: 12 },
  { op: 'rescale', scale: 1 / 255 },
] as const;

const made: ImageClassifier[] = [];
function classifier(options: Partial<ImageClassifierOptions> = {}): ImageClassifier {
  const model = cnn({ inputShape: [12, 12, 3], filters: [2], denseUnits: [4], classes: 3, seed: 1 });
  const result = new ImageClassifier({ model, classNames, preprocessing, ...options });
  made.push(result);
  return result;
}

beforeAll(async () => {
  await initBackend();
});
afterAll(() => {
  for (const one of made) one.dispose();
});

const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });

describe('classify', () => {
  test('names the classes, best first, and leaves no tensors behind', async () => {
    const one = classifier();
    const classes = await expectNoTensorLeak(() => one.classify(photo));
    expect(classes.map(({ label }) => label).sort()).toEqual(classNames);
    const scores = classes.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
    expect(await one.classify(photo, { top: 1 })).toEqual(classes.slice(0, 1));
  });

  test('gives the same for pixels, floats, a tensor, a PNG and a file', async () => {
    const one = classifier({ platform: nodePlatform });
    const expected = await one.classify(photo);
    const png = await nodePlatform.encodePng(photo);
    const pixels = tf.tensor3d([...photo.data], [14, 20, 3]);
    const sources = [
      { ...photo, data: Float32Array.from(photo.data) },
      pixels,
      png,
      png.slice().buffer,
      new Blob([png.slice()]),
      `data:image/png;base64,${btoa(String.fromCharCode(...png))}`,
    ];
    for (const source of sources) {
      expect(await expectNoTensorLeak(() => one.classify(source))).toEqual(expected);
    }
    pixels.dispose();
  });

  test('drops alpha without compositing', async () => {
    const data = Uint8Array.from({ length: 4 * 280 }, (_, i) =>
      i % 4 === 3 ? 7 : (photo.data[Math.floor(i / 4) * 3 + (i % 4)] as number),
    );
    const one = classifier();
    expect(await one.classify({ ...photo, channels: 4, data })).toEqual(await one.classify(photo));
  });

  test('runs on the model itself unless it is told otherwise', async () => {
    expect(await classifier().prepare()).toEqual({ name: 'layers', passedOver: [] });
  });

  test('takes several pictures at once', async () => {
    const one = classifier();
    const dark = { ...photo, data: new Uint8Array(840) };
    const both = await expectNoTensorLeak(() => one.classifyBatch([photo, dark]));
    const apart = [await one.classify(photo), await one.classify(dark)];
    for (const [i, classes] of both.entries()) {
      expect(classes.map(({ label }) => label)).toEqual(apart[i]?.map(({ label }) => label));
      expect(classes[0]?.score).toBeCloseTo(apart[i]?.[0]?.score ?? 0, 5);
    }
    expect(await one.classifyBatch([])).toEqual([]);
  });

  test('reads a single output as the probability of the second class', async () => {
    const model = denseNetwork({
      inputShape: [840],
      hiddenUnits: [],
      classes: 1,
      outputActivation: 'sigmoid',
      seed: 1,
    });
    const steps = [{ op: 'flatten' }, { op: 'rescale', scale: 1 / 255 }] as const;
    const one = classifier({ model, classNames: ['no', 'yes'], preprocessing: steps });
    const [first, second] = await one.classify(photo);
    expect((first?.score ?? 0) + (second?.score ?? 0)).toBeCloseTo(1, 6);
    expect(first?.score).toBeGreaterThan(0.5);
  });

  test('asks the platform for what a page draws', async () => {
    const seen: unknown[] = [];
    const readDrawn: Platform['readDrawn'] = async (...args) => {
      seen.push(args);
      return photo;
    };
    const canvas = { width: 20, height: 14 } as HTMLCanvasElement;
    const one = classifier({ platform: { ...nodePlatform, readDrawn } });
    expect(await one.classify(canvas)).toEqual(await one.classify(photo));
    expect(seen).toEqual([[canvas, { colorMode: 'rgb' }]]);
    const { readDrawn: _, ...platform }: Platform = nodePlatform;
    await expect(classifier({ platform }).classify(canvas)).rejects.toThrow(invalid('image'));
  });

  test('passes decoding options and the signal to the platform', async () => {
    const seen: unknown[] = [];
    const decodeImage: Platform['decodeImage'] = async (_, options) => {
      seen.push(options);
      return photo;
    };
    const platform = { ...nodePlatform, decodeImage };
    await classifier({ platform, applyExifOrientation: true }).classify(new Uint8Array(3));
    expect(seen).toEqual([{ colorMode: 'rgb', applyExifOrientation: true }]);
  });
});

describe('refuses', () => {
  test('pictures it cannot take', async () => {
    const one = classifier();
    const grey: PixelImage = { width: 2, height: 2, channels: 1, data: new Uint8Array(4) };
    const flat = tf.ones([4]);
    for (const image of [grey, flat, 'cat.jpg', null as never, 5 as never]) {
      await expectNoTensorLeak(() => expect(one.classify(image)).rejects.toThrow(invalid('image')));
    }
    flat.dispose();
  });

  test('files that are no pictures, without leaving tensors behind', async () => {
    const one = classifier({ platform: nodePlatform });
    const call = () => one.classifyBatch([photo, new TextEncoder().encode('no picture')]);
    await expectNoTensorLeak(() =>
      expect(call()).rejects.toThrow(expect.objectContaining({ code: 'IMAGE_UNREADABLE' })),
    );
    await expect(one.classify('/nowhere/cat.jpg')).rejects.toThrow(
      expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
    );
  });

  test('to go on once aborted', async () => {
    const call = classifier().classify(photo, { signal: AbortSignal.abort() });
    await expect(call).rejects.toThrow(expect.objectContaining({ code: 'ABORTED' }));
  });

  test('wrong options', async () => {
    await expect(classifier().classify(photo, { top: 0 })).rejects.toThrow(invalid('top'));
    expect(() => classifier({ classNames: ['cat'] })).toThrow(invalid('classNames'));
    expect(() => classifier({ classNames: [] })).toThrow(invalid('classNames'));
    expect(() => classifier({ colorMode: 'bgr' as never })).toThrow(invalid('colorMode'));
    expect(() => classifier({ preprocessing: [{ op: 'blur' } as never] })).toThrow(invalid('steps[0].op'));
  });
});

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBlazeFace } from '../node/load-blaze-face';
import { loadDogDetector } from '../node/load-dog-detector';
import { dataFolder, hasData } from '../testing/test-data';
import { createGate } from './create-gate';
import type { Gate } from './gate';

const weights = path.join(dataFolder, 'weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5');
const sample = (name: string) => path.join(dataFolder, 'imagenet_sample', name);
/** A man whose shirt shows a dog, as a square whose left top corner and side are given. */
async function dogOnShirt({ left, top, side }: Record<'left' | 'top' | 'side', number>): Promise<Uint8Array> {
  const at = (name: string) => path.join(dataFolder, 'gate', name);
  const [dog = ''] = readdirSync(at('dog')).filter((name) => name.includes('spaniel_08203'));
  const input = await sharp(path.join(at('dog'), dog))
    .resize(side, side, { fit: 'cover' })
    .png()
    .toBuffer();
  const shirt = sharp(at('human/human_12.jpg')).composite([{ input, left, top }]);
  return new Uint8Array(await shirt.png().toBuffer());
}

const canRun = hasData('weights') && hasData('gate') && hasData('imagenet_sample');

describe.skipIf(!canRun)('photographs (skipped where IMGCLF_TEST_DATA holds none)', () => {
  let gate: Gate;
  beforeAll(async () => {
    await initBackend();
    const [face, dog] = [await loadBlazeFace(), await loadDogDetector({ weights })];
    gate = createGate({ face, dog, platform: nodePlatform });
  });
  afterAll(async () => {
    await gate.dispose();
  });

  test.each(['human', 'dog'] as const)('of gate/%s are answered so', { timeout: 120_000 }, async (kind) => {
    const folder = path.join(dataFolder, 'gate', kind);
    for (const name of readdirSync(folder)) {
      const answer = await gate.classifyBreed(path.join(folder, name));
      expect(answer.kind, name).toBe(kind);
      if (kind === 'dog') expect(answer.faces, name).toEqual([]);
    }
  });

  test('a dog on a T-shirt counts where the dog detector sees one in the whole picture', async () => {
    const small = await gate.classifyBreed(await dogOnShirt({ left: 170, top: 400, side: 120 }));
    expect(small).toMatchObject({ kind: 'human', dog: { isDog: false }, faces: [{}] });
    const large = await dogOnShirt({ left: 110, top: 370, side: 260 });
    const dogFirst = await gate.classifyBreed(large);
    expect(dogFirst).toMatchObject({ kind: 'dog', dog: { isDog: true }, faces: [{}] });
    expect(dogFirst.faces[0]?.ymax).toBeLessThan(375); // the man's
    const humanFirst = createGate({ ...gate.parts, order: ['human', 'dog'], platform: nodePlatform });
    expect(await humanFirst.classifyBreed(large)).toMatchObject({ kind: 'human', dog: { isDog: true } });
  });

  test('a breed of ImageNet is named, and other things are refused', async () => {
    const [collie, tench] = await gate.classifyBatch([
      sample('n02106030_collie.jpg'),
      sample('n01440764_tench.jpg'),
    ]);
    expect(collie).toMatchObject({ kind: 'dog', breed: 'collie' });
    expect(tench?.kind).toBe('neither');
  });

  test('a person holding a dog is answered by the order, with face and dog both', async () => {
    const picture = sample('n02107908_Appenzeller.jpg');
    const dogFirst = await gate.classifyBreed(picture);
    expect(dogFirst).toMatchObject({ kind: 'dog', faces: [{}] });
    const humanFirst = createGate({ ...gate.parts, order: ['human', 'dog'], platform: nodePlatform });
    expect(await humanFirst.classifyBreed(picture)).toMatchObject({ kind: 'human', dog: { isDog: true } });
  });
});

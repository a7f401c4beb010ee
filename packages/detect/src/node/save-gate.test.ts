import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImageClassifier } from '@imgclf/models';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BreedHead } from '../breeds/breed-head';
import { DogDetector } from '../dogs/dog-detector';
import { createGate } from '../gate/create-gate';
import type { Gate } from '../gate/gate';
import { colorBackbone } from '../testing/color-backbone';
import { drawFaces } from '../testing/draw-faces';
import { listImages } from './list-images';
import { loadBlazeFace } from './load-blaze-face';
import { loadGate } from './load-gate';
import { loadHaarCascade } from './load-haar-cascade';
import { saveGate } from './save-gate';

const cascade = new URL('../faces/haar-cascade/__fixtures__/first-stages.xml', import.meta.url).pathname;
const picture = drawFaces({ width: 300, height: 200 }, [{ x: 80, y: 100, size: 30 }]);

let folder: string;
let gate: Gate;
beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'gate of mine '));
  const model = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax' })] });
  const breed = new ImageClassifier({ model, classNames: ['this', 'that'], preprocessing: [] });
  gate = createGate({
    face: await loadBlazeFace({ minScore: 0.5 }),
    dog: new DogDetector(colorBackbone(), { rule: 'probability', minProbability: 0.25 }),
    breed: new BreedHead(breed, { unknownBelow: 0.125 }),
    order: ['human', 'dog'],
    platform: nodePlatform,
  });
  await saveGate(gate, folder);
});
afterAll(async () => {
  await gate.dispose();
  await rm(folder, { recursive: true });
});

test('a saved gate answers as it did, in one call, from a file', async () => {
  const file = path.join(folder, 'picture.png');
  await writeFile(file, await nodePlatform.encodePng(picture));
  const loaded = await loadGate(folder);
  expect(await loaded.classifyBreed(file)).toEqual(await gate.classifyBreed(picture));
  const { face, dog, breed, order } = loaded.parts;
  expect({ face: face.settings, dog: dog.settings, unknownBelow: breed.unknownBelow, order }).toEqual({
    face: gate.parts.face.settings,
    dog: gate.parts.dog.settings,
    unknownBelow: 0.125,
    order: ['human', 'dog'],
  });
  await loaded.dispose();
});

test('a gate with a Haar cascade and without a head is saved too', async () => {
  const other = createGate({
    face: await loadHaarCascade(cascade, { minNeighbors: 2 }),
    dog: gate.parts.dog,
  });
  const place = path.join(folder, 'other');
  await saveGate(other, place);
  const loaded = await loadGate(place);
  expect(loaded.parts.face).toMatchObject({ name: 'haar-cascade', settings: { minNeighbors: 2 } });
  expect(loaded.parts.breed.classNames).toHaveLength(118);
  await loaded.dispose();
});

test('loading and disposing leaves no tensors behind', async () => {
  await expectNoTensorLeak(async () => (await loadGate(folder)).dispose());
});

test('refuses missing and damaged parts, without leaving tensors behind', async () => {
  const code = (value: string) => expect.objectContaining({ code: value });
  await expect(loadGate('/nowhere')).rejects.toThrow(code('FILE_NOT_FOUND'));
  await expect(loadGate(folder, { signal: AbortSignal.abort() })).rejects.toThrow(code('ABORTED'));
  const damaged: [string, string][] = [
    ['gate.json', '{'],
    [
      'gate.json',
      JSON.stringify({ ...JSON.parse(await readFile(path.join(folder, 'gate.json'), 'utf8')), order: [] }),
    ],
    ['face/blazeface.json', '{}'],
    ['breed/model.json', '{}'],
    ['dog/model.json', '{}'],
  ];
  for (const [name, text] of damaged) {
    const file = path.join(folder, name);
    const right = await readFile(file);
    await writeFile(file, text);
    await expectNoTensorLeak(() => expect(loadGate(folder), name).rejects.toThrow(code('INVALID_FILE')));
    await writeFile(file, right);
  }
});

test('lists pictures by name, subfolders too, and follows no links', async () => {
  const place = path.join(folder, 'pictures');
  await mkdir(path.join(place, 'b'), { recursive: true });
  for (const name of ['c.JPG', 'a.png', 'notes.txt', 'b/d.webp']) await writeFile(path.join(place, name), '');
  await symlink(place, path.join(place, 'loop'));
  const found: string[] = [];
  for await (const file of listImages(place)) found.push(path.relative(place, file));
  expect(found).toEqual(['a.png', 'b/d.webp', 'c.JPG']);
  const missing = listImages('/nowhere').next();
  await expect(missing).rejects.toThrow(expect.objectContaining({ code: 'FILE_NOT_FOUND' }));
});

test('BlazeFace and cascades say which file is missing', async () => {
  const missing = expect.objectContaining({ code: 'FILE_NOT_FOUND' });
  await expect(loadBlazeFace({ model: '/nowhere/blazeface.json' })).rejects.toThrow(missing);
  await expect(loadHaarCascade('/nowhere/cascade.xml')).rejects.toThrow(missing);
});

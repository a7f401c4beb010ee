import { ImageClassifier } from '@imgclf/models';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BreedHead } from '../breeds/breed-head';
import { imagenetBreeds } from '../breeds/imagenet-breeds';
import { DogDetector } from '../dogs/dog-detector';
import { drawAnswer } from '../drawing/draw-answer';
import type { FaceDetector } from '../faces/face';
import { loadBlazeFace } from '../node/load-blaze-face';
import { colorBackbone } from '../testing/color-backbone';
import { drawFaces } from '../testing/draw-faces';
import { neitherMessage } from './breed-answer';
import { createGate } from './create-gate';
import type { Gate } from './gate';

const size = { width: 300, height: 200 };
const twoFaces = [
  { x: 80, y: 100, size: 30 },
  { x: 200, y: 90, size: 40 },
];
type Color = [number, number, number];
const [red, green]: Color[] = [
  [255, 0, 0],
  [0, 255, 0],
];

/** A person before a dog's colour: the picture's mean says dog, each face's own box does not. */
const dogAndHuman = drawFaces(size, twoFaces.slice(1), green);
const dog = drawFaces(size, [], green);
const humans = drawFaces(size, twoFaces, red);
const neither = drawFaces(size, [], red);

let face: FaceDetector;
let gate: Gate;
beforeAll(async () => {
  await initBackend();
  face = await loadBlazeFace();
  gate = createGate({ face, dog: new DogDetector(colorBackbone()), platform: nodePlatform });
});
afterAll(async () => {
  await gate.dispose();
});

/** Another gate on the same face detector. */
function gateWith(options: Partial<Parameters<typeof createGate>[0]>): Gate {
  return createGate({ face, dog: gate.parts.dog, platform: nodePlatform, ...options });
}

describe('answers', () => {
  test('a dog with its breed', async () => {
    const answer = await expectNoTensorLeak(() => gate.classifyBreed(dog));
    expect(answer).toMatchObject({
      kind: 'dog',
      breed: 'golden_retriever',
      faces: [],
      width: 300,
      height: 200,
    });
    expect(answer.kind === 'dog' && answer.probability).toBeCloseTo(1, 3);
    expect(answer.kind === 'dog' && answer.top).toHaveLength(5);
    expect(answer.reasons[0]).toContain('sees a dog');
  });

  test('several humans with all faces, the largest first, and the breed they resemble', async () => {
    const answer = await expectNoTensorLeak(() => gate.classifyBreed(humans, { top: 3 }));
    if (answer.kind !== 'human') throw new TypeError(answer.kind);
    expect(answer.faces).toHaveLength(2);
    expect(answer.face).toBe(answer.faces[0]);
    expect(answer.face.xmin).toBeGreaterThan(100);
    expect(answer.top).toHaveLength(3);
    expect(answer.breed).toBe(answer.top[0]?.label);
    expect(answer.reasons).toContain('The face detector finds 2 human faces.');
  });

  test('neither with the message', async () => {
    expect(await gate.classifyBreed(neither)).toMatchObject({ kind: 'neither', message: neitherMessage });
  });

  test('a human with a dog by the order, and says so', async () => {
    const first = await gate.classifyBreed(dogAndHuman);
    expect(first).toMatchObject({ kind: 'dog', breed: 'golden_retriever' });
    expect(first.faces).toHaveLength(1);
    expect(first.reasons.at(-1)).toContain('the dog comes first');
    const second = await gateWith({ order: ['human', 'dog'] }).classifyBreed(dogAndHuman);
    expect(second).toMatchObject({ kind: 'human', dog: { isDog: true } });
    expect(second.reasons.at(-1)).toContain('the human comes first');
  });

  test('a face that is itself a dog for the dog detector is no human face', async () => {
    const everywhere: FaceDetector = {
      ...{ name: 'blazeface', settings: {}, files: new Map(), dispose: () => undefined },
      detectFaces: async () => [{ xmin: 0, ymin: 0, xmax: 50, ymax: 50, score: 1 }],
    };
    const careless = gateWith({ face: everywhere, order: ['human', 'dog'] });
    expect(await careless.classifyBreed(dog)).toMatchObject({ kind: 'dog', faces: [] });
    expect(await careless.classifyBreed(neither)).toMatchObject({ kind: 'human' });
  });

  test('unknown for a dog whose breed is not probable enough, never for a human', async () => {
    const strict = gateWith({ breed: imagenetBreeds({ unknownBelow: 0.9 }) });
    const twoBreeds = drawFaces(size, [], [0, 255, 250]);
    expect(await strict.classifyBreed(twoBreeds)).toMatchObject({ kind: 'dog', breed: 'unknown' });
    expect(await strict.classifyBreed(dog)).toMatchObject({ breed: 'golden_retriever' });
    const human = await strict.classifyBreed(humans);
    expect(human.kind === 'human' && human.breed).not.toBe('unknown');
  });

  test('with a head of its own breeds on the same features', async () => {
    const model = sequential({
      layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax' })],
    });
    const classifier = new ImageClassifier({ model, classNames: ['this', 'that'], preprocessing: [] });
    const breed = new BreedHead(classifier);
    const answer = await expectNoTensorLeak(() => gateWith({ breed }).classifyBreed(dog));
    expect(answer.kind === 'dog' && ['this', 'that']).toContain(answer.kind === 'dog' && answer.breed);
    await breed.dispose();
  });
});

test('a batch gives what each picture gives', async () => {
  const images = [dog, humans, neither];
  const batch = await expectNoTensorLeak(() => gate.classifyBatch(images));
  const single = [];
  for (const image of images) single.push(await gate.classifyBreed(image));
  expect(batch.map(({ kind }) => kind)).toEqual(['dog', 'human', 'neither']);
  expect(batch.map(({ faces }) => faces)).toEqual(single.map(({ faces }) => faces));
  expect(await gate.classifyBatch([])).toEqual([]);
});

test('a stream goes on after a picture that cannot be used', async () => {
  async function* sources() {
    yield await nodePlatform.encodePng(dog);
    yield new TextEncoder().encode('no picture');
    yield await nodePlatform.encodePng(neither);
  }
  const results: string[] = [];
  for await (const result of gate.classifyStream(sources()))
    results.push('error' in result ? result.error.code : result.answer.kind);
  expect(results).toEqual(['dog', 'IMAGE_UNREADABLE', 'neither']);
});

test('a stream ends when aborted, and nothing is answered after that', async () => {
  const controller = new AbortController();
  const stream = gate.classifyStream([dog, dog, dog], { signal: controller.signal });
  expect((await stream.next()).value).toMatchObject({ answer: { kind: 'dog' } });
  controller.abort();
  const aborted = expect.objectContaining({ code: 'ABORTED' });
  await expect(stream.next()).rejects.toThrow(aborted);
  await expect(gate.classifyBreed(dog, { signal: controller.signal })).rejects.toThrow(aborted);
});

describe('takes', () => {
  test('grey, alpha and tiny pictures', async () => {
    const grey = (width: number, height: number): PixelImage => ({
      ...{ width, height, channels: 1 },
      data: new Uint8Array(width * height).fill(90),
    });
    for (const [width, height] of [
      [16, 16],
      [1, 5000],
      [5000, 1],
    ] as const)
      expect((await gate.classifyBreed(grey(width, height))).kind).toBe('neither');
    const alpha = Uint8Array.of(0, 255, 0, 0);
    expect((await gate.classifyBreed({ width: 1, height: 1, channels: 4, data: alpha })).kind).toBe('dog');
  });

  test('files turned by EXIF, with boxes in the upright picture', async () => {
    const { width, height, data } = humans;
    const raw = { raw: { width, height, channels: 3 as const } };
    const turned = await sharp(data as Uint8Array, raw)
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const answer = await gate.classifyBreed(new Uint8Array(turned));
    expect(answer).toMatchObject({ kind: 'human', width, height });
    expect(answer.faces).toHaveLength(2);
  });
});

test('refuses what is no picture, damaged files, wrong options and parts that do not fit', async () => {
  const code = (value: string) => expect.objectContaining({ code: value });
  await expect(gate.classifyBreed(5 as never)).rejects.toThrow(code('INVALID_ARGUMENT'));
  await expect(gate.classifyBreed(dog, { top: 0 })).rejects.toThrow(code('INVALID_ARGUMENT'));
  await expect(gate.classifyBreed('/nowhere/dog.jpg')).rejects.toThrow(code('FILE_NOT_FOUND'));
  const png = await nodePlatform.encodePng(humans);
  await expect(gate.classifyBreed(png.subarray(0, 200))).rejects.toThrow(code('IMAGE_UNREADABLE'));
  expect(() => gateWith({ order: ['dog', 'dog'] as never })).toThrow(code('INVALID_ARGUMENT'));
  expect(() => gateWith({ dog: {} as never })).toThrow(code('INVALID_ARGUMENT'));
  expect(() => gateWith({ face: null as never })).toThrow(code('INVALID_ARGUMENT'));
  const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 2 })] });
  const breed = new BreedHead(new ImageClassifier({ model, classNames: ['a', 'b'], preprocessing: [] }));
  expect(() => gateWith({ breed })).toThrow(expect.objectContaining({ argument: 'breed' }));
  await breed.dispose();
});

test('draws boxes and a caption over the picture', async () => {
  const answer = await gate.classifyBreed(humans);
  const svg = await drawAnswer(answer, { image: humans, platform: nodePlatform });
  expect(svg).toContain('data:image/png;base64,');
  expect(svg.match(/fill="none"/g)).toHaveLength(4); // each box twice, for contrast
  expect(svg).toContain('human, resembling: ');
  const { data, info } = await sharp(new TextEncoder().encode(svg))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([300, 200]);
  expect([...data.subarray(0, 3)]).toEqual(red);
  const overlay = await drawAnswer({ ...answer, kind: 'dog', breed: '<"&\u0007', probability: 1, top: [] });
  expect(overlay).toContain('&lt;&quot;&amp;\ufffd');
  expect(overlay).not.toContain('<image');
  const wrong = drawAnswer(answer, { image: drawFaces({ width: 3, height: 3 }, []), platform: nodePlatform });
  await expect(wrong).rejects.toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nodePlatform } from '@imgclf/runtime/node';
import { describe, expect, test } from 'vitest';
import { dataFolder, frontalFaceCascade, hasData } from '../../testing/test-data';
import type { Face } from '../face';
import { createHaarCascade } from './create-haar-cascade';
import type { HaarCascadeOptions } from './haar-cascade-options';

type OpenCvBox = [x: number, y: number, width: number, height: number, hits: number];

const fixture = (name: string) => readFileSync(new URL(`__fixtures__/${name}`, import.meta.url));
const json = <T>(name: string) => JSON.parse(fixture(name).toString()) as T;
const firstStages = { xml: new Uint8Array(fixture('first-stages.xml')), file: 'first-stages.xml' };
const noise = () => nodePlatform.decodeImage(new Uint8Array(fixture('noise.png')));

const plain = (faces: readonly Face[]) =>
  faces.map(({ xmin, ymin, xmax, ymax, score }) => [xmin, ymin, xmax - xmin, ymax - ymin, score]);
const inOrder = (boxes: number[][]) => boxes.map((box) => box.join()).sort();

const { expected } = json<{ expected: { options: HaarCascadeOptions; boxes: OpenCvBox[] }[] }>('noise.json');

test.each(expected)(
  'finds the very boxes that OpenCV in Python finds with $options',
  async ({ options, boxes }) => {
    const cascade = await createHaarCascade(firstStages, options);
    const faces = await cascade.detectFaces(await noise());
    expect(boxes.length).toBeGreaterThan(0);
    expect(inOrder(plain(faces))).toEqual(inOrder(boxes));
    expect(faces.map(({ score }) => score)).toEqual(boxes.map((box) => box[4]).sort((a, b) => b - a));
    cascade.dispose();
  },
);

test('takes pictures of any size and channels', { timeout: 120_000 }, async () => {
  const cascade = await createHaarCascade(firstStages);
  for (const [width, height] of [
    [16, 16],
    [1, 5000],
    [5000, 1],
    [1, 1],
    [20, 20],
  ] as const) {
    for (const channels of [1, 4] as const) {
      const data = new Uint8Array(width * height * channels).fill(128);
      expect(await cascade.detectFaces({ width, height, channels, data })).toEqual([]);
    }
  }
  cascade.dispose();
});

test('refuses wrong options and files that are no cascade', async () => {
  for (const options of [{ scaleFactor: 1 }, { minNeighbors: -1 }, { minSize: 1.5 }, { size: 3 } as never]) {
    await expect(createHaarCascade(firstStages, options)).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  }
  for (const text of ['', '<a>', '<?xml version="1.0"?><opencv_storage></opencv_storage>']) {
    const file = { xml: new TextEncoder().encode(text), file: 'wrong.xml' };
    await expect(createHaarCascade(file)).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_FILE', file: 'wrong.xml' }),
    );
  }
});

test('leaves no listener on the process that would end it', async () => {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.listenerCount(event));
  await createHaarCascade(firstStages);
  expect(events.map((event) => process.listenerCount(event))).toEqual(before);
});

const canCompare = existsSync(frontalFaceCascade) && hasData('gate');
describe.skipIf(!canCompare)('photographs (skipped where IMGCLF_TEST_DATA or the cascade is missing)', () => {
  test('have as many faces as OpenCV in Python finds, within 2 pixels', { timeout: 300_000 }, async () => {
    const xml = new Uint8Array(readFileSync(frontalFaceCascade));
    const cascade = await createHaarCascade({ xml, file: frontalFaceCascade });
    const photographs = Object.entries(json<Record<string, OpenCvBox[]>>('photographs.json'));
    const looked = photographs.filter(([file], i) => file.startsWith('gate') || i % 12 === 0);
    for (const [file, boxes] of looked) {
      const bytes = new Uint8Array(readFileSync(path.join(dataFolder, file)));
      const faces = plain(
        await cascade.detectFaces(await nodePlatform.decodeImage(bytes, { dctMethod: 'accurate' })),
      );
      expect(faces, file).toHaveLength(boxes.length);
      for (const box of boxes)
        expect(
          faces.some((face) => distance(face, box) <= 2),
          `${file}: ${box}`,
        ).toBe(true);
    }
    cascade.dispose();
  });
});

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...[0, 1, 2, 3].map((i) => Math.abs((a[i] ?? 0) - (b[i] ?? 0))));
}

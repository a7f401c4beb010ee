import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chromium, runInChromium } from './run-in-chromium';

const files = [
  ...['rgb.jpg', 'progressive.jpg', 'rgb8.png', 'palette.png', 'alpha.webp', 'lossless.webp'],
  ...['still.gif', 'animated.gif', 'bmp24.bmp', 'bmp8.bmp', 'smooth.avif', 'rgb8.tiff', 'bomb.png'],
];
/** Damaged files of each picture. */
const runs = 500;

function fixture(name: string): string {
  return readFileSync(new URL(`../../../runtime/src/node/__fixtures__/${name}`, import.meta.url), 'base64');
}

/** Runs in the page: whole pictures, then damaged ones, as a dataset that skips what cannot be read. */
const script = `
import { setBackend, ready, memory, dispose } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { Mt19937 } from '@imgclf/runtime';
import { imageDatasetFromFiles } from './index';

await setBackend('cpu');
await ready();
const random = new Mt19937(1);
const files = ${JSON.stringify(Object.fromEntries(files.map((name) => [name, fixture(name)])))};

function damage(whole) {
  const bytes = whole.slice();
  for (let i = random.bounded(3); i >= 0; i--) bytes[random.bounded(bytes.length - 1)] = random.bounded(255);
  return random.bounded(5) === 0 ? bytes.slice(0, random.bounded(bytes.length)) : bytes;
}

async function outcomes(name, all) {
  const items = all.map((bytes, i) => ({ path: i + name, file: new Blob([bytes]) }));
  const options = { shuffle: false, verbose: false, imageSize: 4, onError: 'skip', maxPixels: 100_000 };
  const dataset = await imageDatasetFromFiles(items, options);
  let read = 0;
  let odd = 0;
  try {
    for await (const { xs } of dataset) {
      read += xs.shape[0];
      for (const value of xs.dataSync()) if (!(value >= 0 && value <= 255)) odd++;
      dispose(xs);
    }
  } catch ({ code }) {
    if (code !== 'DATASET_EMPTY') return { failed: code };
  }
  const codes = [...new Set(dataset.unreadable.map(({ code }) => code))].sort();
  return { read, odd, codes, isAll: read + dataset.unreadable.length === all.length };
}

const answers = { whole: {}, damaged: {} };
const before = memory().numTensors;
for (const [name, text] of Object.entries(files)) {
  const whole = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  answers.whole[name] = await outcomes(name, [whole]);
  answers.damaged[name] = await outcomes(name, Array.from({ length: ${runs} }, () => damage(whole)));
}
answers.left = memory().numTensors - before;
await answer(answers);
`;

interface Outcome {
  readonly read: number;
  readonly odd: number;
  readonly codes: readonly string[];
  readonly isAll: boolean;
}

describe.skipIf(chromium === undefined)(
  'damaged files in Chromium (skipped where CHROMIUM names none)',
  () => {
    it('give pixels or a typed error, whatever the format', { timeout: 300_000 }, async () => {
      const folder = fileURLToPath(new URL('.', import.meta.url));
      const { whole, damaged, left } = (await runInChromium(script, folder)) as {
        whole: Record<string, Outcome>;
        damaged: Record<string, Outcome>;
        left: number;
      };
      for (const name of files) {
        const refused = { 'rgb8.tiff': 'IMAGE_UNREADABLE', 'bomb.png': 'IMAGE_TOO_LARGE' }[name];
        const expected = refused === undefined ? { read: 1, codes: [] } : { read: 0, codes: [refused] };
        expect([name, whole[name]]).toEqual([name, { ...expected, odd: 0, isAll: true }]);
        expect([name, damaged[name]]).toEqual([
          name,
          { read: expect.any(Number), codes: expect.any(Array), odd: 0, isAll: true },
        ]);
        for (const code of damaged[name]?.codes ?? [])
          expect(['IMAGE_UNREADABLE', 'IMAGE_TOO_LARGE']).toContain(code);
      }
      expect(left).toBe(0);
    });
  },
);

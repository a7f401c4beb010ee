import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { centerCrop } from '@imgclf/preprocess';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { imagenetClassNames } from '../applications/imagenet/decode-predictions';
import { ImageClassifier } from '../classifier/image-classifier';
import { mobileNetV2 } from './applications';
import { createEngine } from './create-engine';

const data = process.env.IMGCLF_TEST_DATA ?? new URL('../../../../../shared/data', import.meta.url).pathname;
const weights = path.join(data, 'weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5');
const present = existsSync(weights);
const python = process.env.IMGCLF_KERAS_PYTHON;
const drawings = fileURLToPath(new URL('__fixtures__/drawings', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/make-drawings.py', import.meta.url));

describe.skipIf(!present)('with the weights of the test data', () => {
  let classifiers: ImageClassifier[];
  beforeAll(async () => {
    await initBackend();
    const model = await mobileNetV2({ weights });
    const classNames = imagenetClassNames.map((name, i) => `${i} ${name}`);
    const options = { model, classNames, preprocessing: [{ op: 'preprocessInput', mode: 'tf' }] } as const;
    classifiers = [undefined, 'onnxruntime', 'fused'].map(
      (engine) =>
        new ImageClassifier({
          ...options,
          platform: nodePlatform,
          ...(engine && { createEngine: (made) => createEngine(made, { engine: engine as 'fused' }) }),
        }),
    );
  });

  /** The largest difference of any probability of any picture from Keras's, on any engine. */
  async function worstDifference(folder: string, expected: Record<string, ArrayLike<number>>) {
    let worst = 0;
    for (const [name, probabilities] of Object.entries(expected)) {
      for (const one of classifiers) {
        const classes = await one.classify(path.join(folder, name), { top: 1000 });
        for (const { label, score } of classes) {
          const wanted = probabilities[Number(label.split(' ')[0])] as number;
          worst = Math.max(worst, Math.abs(score - wanted));
        }
      }
    }
    return worst;
  }

  test("gives Keras's probabilities for drawings", async () => {
    const stored = JSON.parse(readFileSync(path.join(drawings, 'probabilities.json'), 'utf8'));
    const expected = Object.entries(stored as Record<string, string>).map(([name, base64]) => {
      const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
      return [name, new Float32Array(bytes.buffer)];
    });
    expect(expected).toHaveLength(4);
    expect(await worstDifference(drawings, Object.fromEntries(expected))).toBeLessThan(1e-3);
  });

  test.skipIf(python === undefined)(
    "gives Keras's probabilities for photographs (IMGCLF_KERAS_PYTHON)",
    { timeout: 300_000 },
    async () => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf photographs '));
      const sample = path.join(data, 'imagenet_sample');
      const names = (await readdir(sample)).sort().filter((_, i) => i % 40 === 0);
      for (const name of names) {
        const image = await nodePlatform.decodeImage(await readFile(path.join(sample, name)));
        const cropped = centerCrop(image, { height: 224, width: 224 });
        const png = await nodePlatform.encodePng({ ...cropped, data: Uint8Array.from(cropped.data) });
        await writeFile(path.join(folder, `${name}.png`), png);
      }
      const run = promisify(execFile);
      const { stdout } = await run(python as string, [script, weights, folder], { maxBuffer: 2 ** 26 });
      const expected = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      expect(Object.keys(expected)).toHaveLength(25);
      expect(await worstDifference(folder, expected)).toBeLessThan(1e-3);
      await rm(folder, { recursive: true });
    },
  );
});

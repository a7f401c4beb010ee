import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { inceptionResNetV2, resNet50 } from './applications';

/** What `scripts/make-random-weights.py` has made: too large for the repository. */
const folder = process.env.IMGCLF_TEST_WEIGHTS ?? '';
const present = existsSync(path.join(folder, 'inception-res-net-v2.json'));

beforeAll(async () => {
  await initBackend();
});

/** The picture that the script gives to Keras. */
function ramp(shape: number[]): tf.Tensor {
  const length = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => ((i * 7919) % 511) / 255 - 1),
    shape,
  );
}

describe.skipIf(!present)('with weights that Keras has saved (IMGCLF_TEST_WEIGHTS)', () => {
  test.each([
    ['res-net50', '.h5', resNet50],
    ['res-net50', '.weights.h5', resNet50],
    ['inception-res-net-v2', '.h5', inceptionResNetV2],
    ['inception-res-net-v2', '.weights.h5', inceptionResNetV2],
  ])("%s%s gives Keras's features at three sizes", { timeout: 300_000 }, async (name, ending, build) => {
    const weights = path.join(folder, `${name}${ending}`);
    const model = await build({ includeTop: false, pooling: 'avg', weights });
    const outputs = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
    for (const { size, features } of outputs as { size: number[]; features: number[] }[]) {
      const ours = tf.tidy(() => (model.predict(ramp([1, ...size, 3])) as tf.Tensor).dataSync());
      const scale = Math.max(...features.map(Math.abs));
      const worst = Math.max(...features.map((value, i) => Math.abs((ours[i] as number) - value)));
      expect(worst / scale).toBeLessThan(1e-4);
    }
    model.dispose();
  });
});

// One side: TensorFlow.js as it ships.  node tfjs.mjs <network> <backend>
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { models } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { answer } from '../../lib/answer.mjs';
import { photographs } from './data.mjs';
import { answering } from './measure.mjs';
import { baseOf, batchOf, size } from './networks.mjs';

const [network, backend] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const native = backend === 'tfjs-node' ? require('@tensorflow/tfjs-node') : undefined;
if (native === undefined) {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend(backend);
}
const model = await stock(await baseOf(network));
const x = tf.randomUniform([batchOf(network), size, size, 3], -1, 1);

await answer(
  answering({
    async backbone() {
      const y = model.predict(x, { batchSize: x.shape[0] });
      await y.data();
      y.dispose();
    },
    async folder(limit) {
      const files = (await readdir(path.join(photographs, 'train'), { recursive: true })).filter((file) =>
        file.endsWith('.jpg'),
      );
      for (let at = 0; at < limit; at += 32) {
        const batch = await Promise.all(files.slice(at, Math.min(at + 32, limit)).map(load));
        const y = tf.tidy(() => model.predict(tf.sub(tf.div(tf.stack(batch), 127.5), 1), { batchSize: 32 }));
        await y.data();
        tf.dispose([y, batch]);
      }
    },
  }),
);

/** The same model of TensorFlow.js's own layers, except for those it lacks. */
async function stock(base) {
  const copy = await models.modelFromJSON(JSON.parse(base.toJSON()));
  copy.setWeights(base.getWeights());
  return copy;
}

/** tfjs-node decodes pictures itself; without it, sharp does. */
async function load(file) {
  const bytes = await readFile(path.join(photographs, 'train', file));
  const image = native === undefined ? await decode(bytes) : native.node.decodeJpeg(bytes, 3);
  return tf.tidy(() => {
    const resized = tf.image.resizeBilinear(image, [size, size], false, true);
    image.dispose();
    return resized;
  });
}

async function decode(bytes) {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return tf.tensor3d(new Uint8Array(data), [info.height, info.width, info.channels], 'int32');
}

// One side: imgclf.  node ours.mjs <network> <engine> <backend>
import path from 'node:path';
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { extractFeatures } from '@imgclf/models';
import { createEngine } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';
import { dispose, randomUniform } from '@tensorflow/tfjs-core';
import { answer } from '../../lib/answer.mjs';
import { photographs } from './data.mjs';
import { answering } from './measure.mjs';
import { baseOf, batchOf, size } from './networks.mjs';

const [network, engineName, backend] = process.argv.slice(2);
await initBackend({ backend });
const engine = await createEngine(await baseOf(network), { engine: engineName });
const x = randomUniform([batchOf(network), size, size, 3], -1, 1);

await answer(
  answering({
    async backbone() {
      const y = await engine.predict(x);
      await y.data();
      y.dispose();
    },
    async folder(limit) {
      const images = await imageDatasetFromDirectory(path.join(photographs, 'train'), {
        imageSize: size,
        seed: 1,
        limit,
        verbose: false,
      });
      const preprocessing = [{ op: 'preprocessInput', mode: 'tf' }];
      dispose({ ...(await extractFeatures(engine, images, { preprocessing })) });
    },
  }),
);

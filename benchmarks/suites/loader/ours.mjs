// One side: imgclf's loader.  node ours.mjs <folder>
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { initBackend } from '@imgclf/runtime/node';
import { dispose } from '@tensorflow/tfjs-core';
import { answer } from '../../lib/answer.mjs';

const [folder] = process.argv.slice(2);
await initBackend({ backend: 'wasm' });
let dataset;

await answer(async () => {
  const processor = process.cpuUsage();
  const start = performance.now();
  dataset ??= await imageDatasetFromDirectory(folder, { imageSize: 160, seed: 1, verbose: false });
  let images = 0;
  for await (const { xs, ys } of dataset) {
    images += xs.shape[0];
    dispose([xs, ys]);
  }
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(processor);
  return { rate: (images * 1000) / wall, processor: (user + system) / images };
});

// imgclf's loader in training: how long an epoch waits for batches.  node fitting.mjs <folder>
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { cnn } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { fit } from '@imgclf/train';
import { answer } from '../../lib/answer.mjs';

const [folder] = process.argv.slice(2);
await initBackend({ backend: 'tfjs-node' });
const dataset = await imageDatasetFromDirectory(folder, { imageSize: 160, seed: 1, verbose: false });
const model = cnn({ inputShape: [160, 160, 3], filters: [16, 32], denseUnits: [64], classes: 2, seed: 1 });
let waited = 0;

/** The batches of a pass; adds up the time until each is there. */
async function* timed() {
  const batches = dataset[Symbol.asyncIterator]();
  for (;;) {
    const start = performance.now();
    const { done, value } = await batches.next();
    waited += performance.now() - start;
    if (done) return;
    yield value;
  }
}

await answer(async () => {
  waited = 0;
  const start = performance.now();
  await fit(model, { data: timed, loss: 'sparse_categorical_crossentropy', epochs: 1, verbose: 0 });
  return { share: (100 * waited) / (performance.now() - start) };
});

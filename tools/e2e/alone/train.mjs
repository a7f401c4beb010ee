import { initBackend } from '@imgclf/runtime/node';
import { fit } from '@imgclf/train';
import { layers, sequential } from '@tensorflow/tfjs-layers';

await initBackend();
const model = sequential({ layers: [layers.dense({ inputShape: [1], units: 2, activation: 'softmax' })] });
const x = Array.from({ length: 64 }, (_, i) => [i < 32 ? -1 : 1]);
const y = x.map(([value]) => Number(value > 0));
const options = {
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs: 60,
};
const { history } = await fit(model, { x, y, ...options, seed: 1, verbose: 0 });
if (history.loss.at(-1) >= history.loss[0]) throw new Error('It does not learn.');

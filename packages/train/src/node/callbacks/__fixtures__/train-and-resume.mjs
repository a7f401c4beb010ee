// Trains with backups and writes the final weights: train-and-resume.mjs <backup folder> <result file>
// Prints a line after every step, so that whoever started it can end it at any moment.
import { writeFileSync } from 'node:fs';
import { initBackend } from '@imgclf/runtime/node';
import { adam, EarlyStopping, fit, ReduceLROnPlateau } from '@imgclf/train';
import { BackupAndRestore } from '@imgclf/train/node';
import { randomUniform, tensor1d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const [backupDir, result] = process.argv.slice(2);
await initBackend({ threads: 1 });
const initializer = (seed) => ({
  kernelInitializer: { className: 'GlorotUniform', config: { seed } },
});
const model = sequential({
  layers: [
    layers.dense({ inputShape: [6], units: 16, activation: 'relu', ...initializer(1) }),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 3, activation: 'softmax', ...initializer(2) }),
  ],
});
const history = await fit(model, {
  x: randomUniform([60, 6], -1, 1, 'float32', 4),
  y: tensor1d(Array.from({ length: 60 }, (_, i) => (i * 7) % 3)),
  validationSplit: 0.2,
  optimizer: adam({ learningRate: 0.02 }),
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  epochs: 8,
  batchSize: 8,
  seed: 11,
  verbose: 0,
  callbacks: [
    new EarlyStopping({ patience: 50, restoreBestWeights: true }),
    new ReduceLROnPlateau({ patience: 1, factor: 0.5 }),
    new BackupAndRestore({ backupDir, saveFreq: 2 }),
  ],
  onEvent(event) {
    if (event.type === 'batch-end') console.log(`${event.epoch}.${event.step}`);
  },
});
const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
writeFileSync(result, JSON.stringify({ weights, history }));

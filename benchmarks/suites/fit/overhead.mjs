// The bare training step, and `fit` around it, in one process, by turns.  node overhead.mjs <workload> <backend> <batches>
import { initBackend } from '@imgclf/runtime/node';
import { createTrainingStep, fit, resolveOptimizer } from '@imgclf/train';
import { tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { answer } from '../../lib/answer.mjs';
import { batchOf, layersOf, workloads } from '../step/workloads.mjs';

const [name, backend, given] = process.argv.slice(2);
const batches = Number(given);
await initBackend({ backend });
const { xs, ys, xShape, yShape } = batchOf(name);
const model = sequential({ layers: layersOf(name, layers) });
const optimizer = resolveOptimizer(workloads[name].optimizer);
const loss = 'categoricalCrossentropy';
const batch = { xs: tensor(xs, xShape), ys: tensor(ys, yShape) };
const x = tensor(repeated(xs), [batches * xShape[0], ...xShape.slice(1)]);
const y = tensor(repeated(ys), [batches * yShape[0], yShape[1]]);
const turns = { step: bareSteps, fit: wholeFit };

await answer(async ({ kind }) => {
  const processor = process.cpuUsage();
  const start = performance.now();
  await turns[kind]();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(processor);
  return { wall: wall / batches, processor: (user + system) / 1000 / batches };
});

/** The same batch over and over; each step waits for its loss. */
async function bareSteps() {
  const step = await createTrainingStep(model, { optimizer, loss });
  for (let at = 0; at < batches; at++) {
    const result = step.run(batch);
    await result.loss.data();
    result.loss.dispose();
  }
  step.dispose();
}

/** An epoch over shuffled arrays with accuracy and progress, everything from the call to the history counted. */
async function wholeFit() {
  const batchSize = xShape[0];
  await fit(model, { x, y, batchSize, epochs: 1, optimizer, loss, metrics: ['accuracy'], seed: 1 });
}

function repeated(values) {
  const all = new Float32Array(values.length * batches);
  for (let at = 0; at < batches; at++) all.set(values, at * values.length);
  return all;
}

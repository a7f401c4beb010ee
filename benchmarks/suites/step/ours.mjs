// One side: imgclf's training step.  node ours.mjs <workload> <backend>
import { initBackend } from '@imgclf/runtime/node';
import { createTrainingStep } from '@imgclf/train';
import { tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { measureSteps } from './measure.mjs';
import { batchOf, layersOf, workloads } from './workloads.mjs';

const [name, backend] = process.argv.slice(2);
await initBackend({ backend });
const { xs, ys, xShape, yShape } = batchOf(name);
const batch = { xs: tensor(xs, xShape), ys: tensor(ys, yShape) };
const model = sequential({ layers: layersOf(name, layers) });
const step = await createTrainingStep(model, {
  optimizer: workloads[name].optimizer,
  loss: 'categoricalCrossentropy',
});
await measureSteps(async () => {
  const { loss } = step.run(batch);
  await loss.data();
  loss.dispose();
});

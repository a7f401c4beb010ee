// One side: TensorFlow.js as it ships.  node tfjs.mjs <workload> <backend>
import { createRequire } from 'node:module';
import path from 'node:path';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { measureSteps } from './measure.mjs';
import { batchOf, layersOf, workloads } from './workloads.mjs';

const [name, backend] = process.argv.slice(2);
const require = createRequire(import.meta.url);
if (backend === 'tfjs-node') require('@tensorflow/tfjs-node');
else {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await setBackend(backend);
}
const { xs, ys, xShape, yShape } = batchOf(name);
const batch = [tensor(xs, xShape), tensor(ys, yShape)];
const model = sequential({ layers: layersOf(name, layers) });
model.compile({ optimizer: workloads[name].optimizer, loss: 'categoricalCrossentropy' });
await measureSteps(() => model.trainOnBatch(...batch));

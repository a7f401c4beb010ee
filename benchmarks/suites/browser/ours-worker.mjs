// One side: imgclf in a page's worker.
import { createEngine, mobileNetV2 } from '@imgclf/models/browser';
import { initBackend } from '@imgclf/runtime/browser';
import { createTrainingStep } from '@imgclf/train';
import { randomUniform, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { batchOf, layersOf, workloads } from '../step/workloads.mjs';
import { measuring } from './measuring.mjs';

await initBackend({ backend: 'wasm', wasmPaths: '/wasm/' });

measuring({
  async features() {
    const base = await mobileNetV2({
      includeTop: false,
      inputShape: [160, 160, 3],
      pooling: 'avg',
      weights: null,
    });
    const engine = await createEngine(base);
    const x = randomUniform([32, 160, 160, 3], -1, 1);
    return async () => {
      const y = await engine.predict(x);
      await y.data();
      y.dispose();
    };
  },
  async cnn() {
    const { xs, ys, xShape, yShape } = batchOf('cnn');
    const batch = { xs: tensor(xs, xShape), ys: tensor(ys, yShape) };
    const { optimizer } = workloads.cnn;
    const model = sequential({ layers: layersOf('cnn', layers) });
    const step = await createTrainingStep(model, { optimizer, loss: 'categoricalCrossentropy' });
    return async () => {
      const { loss } = step.run(batch);
      await loss.data();
      loss.dispose();
    };
  },
});

// One side: TensorFlow.js as it ships, in a page's worker.
import { mobileNetV2 } from '@imgclf/models/browser';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, models, sequential } from '@tensorflow/tfjs-layers';
import { batchOf, layersOf, workloads } from '../step/workloads.mjs';
import { measuring } from './measuring.mjs';

setWasmPaths('/wasm/');
await tf.setBackend('wasm');

measuring({
  async features() {
    const base = await mobileNetV2({
      includeTop: false,
      inputShape: [160, 160, 3],
      pooling: 'avg',
      weights: null,
    });
    // The same model of TensorFlow.js's own layers, except for those it lacks.
    const model = await models.modelFromJSON(JSON.parse(base.toJSON()));
    const x = tf.randomUniform([32, 160, 160, 3], -1, 1);
    return async () => {
      const y = model.predict(x, { batchSize: 32 });
      await y.data();
      y.dispose();
    };
  },
  async cnn() {
    const { xs, ys, xShape, yShape } = batchOf('cnn');
    const batch = [tf.tensor(xs, xShape), tf.tensor(ys, yShape)];
    const model = sequential({ layers: layersOf('cnn', layers) });
    model.compile({ optimizer: workloads.cnn.optimizer, loss: 'categoricalCrossentropy' });
    return () => model.trainOnBatch(...batch);
  },
});

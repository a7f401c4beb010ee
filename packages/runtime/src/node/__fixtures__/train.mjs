/**
 * Starts a backend and trains a small convolutional network for two epochs, then ends. Prints one line of JSON:
 * `{info, losses}` or `{error}`.
 *
 * Usage: node train.mjs '{"backend": "wasm", "threads": 2}' [worker|forever|fail]
 * `worker` does it inside a worker thread; `forever` prints the line after an epoch and goes on; `fail` throws at the end.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const [options, mode] = isMainThread ? process.argv.slice(2) : workerData;
if (isMainThread && mode === 'worker') {
  new Worker(new URL(import.meta.url), { workerData: [options] });
} else {
  await main();
}

async function main() {
  const { initBackend } = await import('@imgclf/runtime/node');
  try {
    const info = await initBackend(JSON.parse(options));
    const again = await initBackend();
    if (JSON.stringify(again) !== JSON.stringify(info)) throw new TypeError('A second start gave another backend.');
    await train(info);
  } catch (error) {
    print({ error: { name: error.name, message: error.message } });
  }
}

async function train(info) {
  const tf = await import('@tensorflow/tfjs-core');
  const model = await network();
  const values = Float32Array.from({ length: 32 * 12 * 12 * 3 }, (_, index) => Math.sin(index * index));
  const x = tf.tensor(values, [32, 12, 12, 3]);
  const y = tf.oneHot(tf.tensor1d(Array.from({ length: 32 }, (_, index) => (index * 7) % 3), 'int32'), 3);
  const losses = [];
  do {
    for (let start = 0; start < 32; start += 8)
      losses.push(await model.trainOnBatch(tf.slice(x, [start], [8]), tf.slice(y, [start], [8])));
    if (mode === 'forever' && losses.length === 4) print({ info, losses });
  } while (mode === 'forever' || losses.length < 8);
  print({ info, losses });
  if (mode === 'fail') setImmediate(() => Promise.reject(new TypeError('uncaught')));
}

async function network() {
  const { initializers, layers, sequential } = await import('@tensorflow/tfjs-layers');
  const kernelInitializer = () => initializers.glorotUniform({ seed: 5 });
  const model = sequential();
  model.add(
    layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', kernelInitializer: kernelInitializer(), inputShape: [12, 12, 3] }),
  );
  model.add(layers.maxPooling2d({ poolSize: 2 }));
  model.add(layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu6', padding: 'same', kernelInitializer: kernelInitializer() }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 3, activation: 'softmax', kernelInitializer: kernelInitializer() }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

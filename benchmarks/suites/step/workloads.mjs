/** What one step trains, for every side: random examples, one-hot labels. */
export const workloads = {
  cnn: { inputShape: [160, 160, 3], classes: 2, batch: 32, optimizer: 'adam' },
  digits: { inputShape: [784], classes: 10, batch: 32, optimizer: 'sgd' },
};

/**
 * The layers of a workload, with the given factories.
 *
 * @param {string} name
 * @param {typeof import('@tensorflow/tfjs-layers').layers} layers
 */
export function layersOf(name, layers) {
  const { inputShape, classes } = workloads[name];
  const relu = { activation: 'relu' };
  const output = layers.dense({ units: classes, activation: 'softmax' });
  if (name === 'digits') {
    return [layers.dense({ units: 128, inputShape, ...relu }), layers.dense({ units: 128, ...relu }), output];
  }
  return [
    layers.conv2d({ filters: 16, kernelSize: 3, inputShape, ...relu }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 32, kernelSize: 3, ...relu }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 64, ...relu }),
    output,
  ];
}

/**
 * A batch of a workload: the same numbers on every side and in every run.
 *
 * @param {string} name
 */
export function batchOf(name) {
  const { inputShape, classes, batch } = workloads[name];
  const size = batch * inputShape.reduce((a, b) => a * b, 1);
  let state = 1;
  const xs = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
  const ys = new Float32Array(batch * classes);
  for (let example = 0; example < batch; example++) ys[example * classes + (example % classes)] = 1;
  return { xs, ys, xShape: [batch, ...inputShape], yShape: [batch, classes] };
}

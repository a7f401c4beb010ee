import { layers } from '@tensorflow/tfjs-layers';

/**
 * `tf.layers.dense` with Keras's default initialiser: Glorot uniform where TensorFlow.js has Glorot normal.
 *
 * @example
 * const output = dense({ units: 10, activation: 'softmax' });
 */
export function dense(args: Parameters<typeof layers.dense>[0]): layers.Layer {
  return layers.dense({ kernelInitializer: 'glorotUniform', ...args });
}

/** `tf.layers.conv2d` with Keras's default initialiser: Glorot uniform where TensorFlow.js has Glorot normal. */
export function conv2d(args: Parameters<typeof layers.conv2d>[0]): layers.Layer {
  return layers.conv2d({ kernelInitializer: 'glorotUniform', ...args });
}

/** `tf.layers.depthwiseConv2d` with Keras's default initialiser, Glorot uniform. */
export function depthwiseConv2d(args: Parameters<typeof layers.depthwiseConv2d>[0]): layers.Layer {
  return layers.depthwiseConv2d({ depthwiseInitializer: 'glorotUniform', ...args });
}

/** `tf.layers.separableConv2d` with Keras's default initialisers, Glorot uniform. */
export function separableConv2d(args: Parameters<typeof layers.separableConv2d>[0]): layers.Layer {
  return layers.separableConv2d({
    depthwiseInitializer: 'glorotUniform',
    pointwiseInitializer: 'glorotUniform',
    ...args,
  });
}

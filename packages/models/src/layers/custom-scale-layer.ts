import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/** Options of {@link CustomScaleLayer}. */
export type CustomScaleLayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]> & {
  /** What the residual is multiplied by. */
  scale: number;
};

/** The weightless layer of Keras's InceptionResNetV2: `[x, residual]` to `x + residual * scale`. */
export class CustomScaleLayer extends layers.Layer {
  /** The name under which TensorFlow.js and Keras save and find the class. */
  static readonly className = 'CustomScaleLayer';
  readonly scale: number;

  constructor(args: CustomScaleLayerArgs) {
    super(args);
    this.scale = args.scale;
  }

  override computeOutputShape(inputShape: tf.Tensor['shape'][]): number[] {
    return inputShape[0] as number[];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, residual] = inputs as [tf.Tensor, tf.Tensor];
    return tf.tidy(() => tf.add(x, tf.mul(residual, this.scale)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}

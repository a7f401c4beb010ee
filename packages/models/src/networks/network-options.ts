/** An activation that Keras and TensorFlow.js share. */
export type ActivationName =
  | 'elu'
  | 'gelu'
  | 'hardSigmoid'
  | 'linear'
  | 'mish'
  | 'relu'
  | 'relu6'
  | 'selu'
  | 'sigmoid'
  | 'softmax'
  | 'softplus'
  | 'softsign'
  | 'swish'
  | 'tanh';

/** What every network builder takes. */
export interface NetworkOptions {
  /** Outputs of the last layer, at least 1. */
  classes: number;
  /** Activation of the hidden layers. @default 'relu' */
  activation?: ActivationName;
  /** Activation of the last layer; a single output needs `'sigmoid'`. @default 'softmax' */
  outputActivation?: ActivationName;
  /** Share of values that are dropped after each hidden dense layer, 0 to below 1; 0 adds no layers. @default 0 */
  dropout?: number;
  /**
   * Where the weights and dropout masks come from: an integer from 0 to 4294967295. Two networks built with the same
   * options and seed are equal. Without one they differ.
   */
  seed?: number;
  /** The model's name. @default 'sequential' */
  name?: string;
}

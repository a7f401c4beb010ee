import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ApplicationOptions } from './application-options';

/** A published file of weights. */
export interface WeightsFile {
  url: string;
  /** The file's MD5 sum, where its publisher states one. */
  md5?: string;
}

/** A pretrained architecture: how to build it and where its published weights are. */
export interface Application<Options extends ApplicationOptions = ApplicationOptions> {
  /** Keras's name of it. */
  readonly name: string;
  /** Height and width of the pictures that the top was trained on. */
  readonly defaultSize: number;
  /** The smallest height and width it takes. */
  readonly minSize: number;
  /** How pictures are prepared for it: the `mode` of the `preprocessInput` step. */
  readonly preprocessInput: 'tf' | 'caffe';
  /**
   * Builds it with random weights; the caller owns the model.
   * @throws {InvalidArgumentError} naming the option that is wrong
   */
  build(options?: Options): LayersModel;
  /**
   * The file of ImageNet weights that fits these options.
   * @throws {InvalidArgumentError} when there is none
   */
  imagenetWeights(options?: Options): WeightsFile;
}

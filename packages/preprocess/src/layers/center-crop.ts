import { type serialization, slice, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { resizeTensor } from '../resize/resize-tensor';
import { ImageLayer, type LayerArgs, type LayerShape } from './image-layer';
import { parseTargetSize, resizedShape, type TargetSize } from './target-size';

/** Options of {@link CenterCrop}. */
export interface CenterCropArgs extends LayerArgs, TargetSize {}

/**
 * Cuts the centre out of images; smaller ones are cut to the aspect ratio and resized. Keras's layer of this name;
 * TensorFlow.js's own takes wrong columns.
 */
export class CenterCrop extends ImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'CenterCrop';
  readonly #size: Readonly<TargetSize>;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: CenterCropArgs) {
    super(args);
    this.#size = parseTargetSize(args);
  }

  /** `[batch, height, width, channels]`, with this layer's height and width. */
  override computeOutputShape(inputShape: LayerShape): LayerShape {
    return resizedShape(inputShape, this.#size);
  }

  protected override transform(images: Tensor4D): Tensor {
    const [count, rows, columns, channels] = images.shape;
    const { height, width } = this.#size;
    if (rows < height || columns < width)
      return resizeTensor(images, { ...this.#size, cropToAspectRatio: true });
    const top = Math.floor((rows - height) / 2);
    const left = Math.floor((columns - width) / 2);
    return slice(images, [0, top, left, 0], [count, height, width, channels]);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#size };
  }
}

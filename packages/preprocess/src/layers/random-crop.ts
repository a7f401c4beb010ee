import { type serialization, slice, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { resizeTensor } from '../resize/resize-tensor';
import { type LayerShape, RandomImageLayer, type RandomLayerArgs } from './image-layer';
import { centerWindow, parseTargetSize, resizedShape, type TargetSize } from './target-size';

/** Options of {@link RandomCrop}. */
export interface RandomCropArgs extends RandomLayerArgs, TargetSize {}

/**
 * Cuts a window out of the images of a batch, in training at a place drawn for the whole batch: Keras's layer of this
 * name. Images that are not larger than the window on both axes are cut about their centre and resized. As in Keras,
 * images are left as they are outside of training, whatever their size.
 */
export class RandomCrop extends RandomImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomCrop';
  readonly #size: Readonly<TargetSize>;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomCropArgs) {
    super(args);
    this.#size = parseTargetSize(args);
  }

  /** `[batch, height, width, channels]`, with this layer's height and width. */
  override computeOutputShape(inputShape: LayerShape): LayerShape {
    return resizedShape(inputShape, this.#size);
  }

  protected override augment(images: Tensor4D): Tensor {
    const [count, height, width, channels] = images.shape;
    const size = this.#size;
    const { top, left } =
      height > size.height && width > size.width
        ? { top: this.#offset(height - size.height), left: this.#offset(width - size.width) }
        : centerWindow({ height, width }, size);
    const rows = Math.min(size.height, height - top);
    const columns = Math.min(size.width, width - left);
    const window = slice(images, [0, top, left, 0], [count, rows, columns, channels]);
    return rows === size.height && columns === size.width ? window : resizeTensor(window, size);
  }

  #offset(max: number): number {
    return Math.trunc(this.random.uniform(0, max + 1));
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#size };
  }
}

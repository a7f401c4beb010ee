import { parseOptions } from '@imgclf/runtime';
import { cast, pad, round, type serialization, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { resizeTensor } from '../resize/resize-tensor';
import { ImageLayer, type LayerArgs, type LayerShape } from './image-layer';
import { parseTargetSize, resizedShape, type TargetSize } from './target-size';

/** Options of {@link Resizing}. */
export interface ResizingArgs extends LayerArgs, TargetSize {
  /** @default 'bilinear' */
  interpolation?: 'bilinear' | 'nearest' | 'bicubic' | 'lanczos3' | 'lanczos5' | 'area';
  /** Whether to cut the centre to the target's aspect ratio before resizing. @default false */
  cropToAspectRatio?: boolean;
  /** Whether to widen images to the target's aspect ratio with `fillValue` before resizing. @default false */
  padToAspectRatio?: boolean;
  /** Only `'constant'`. */
  fillMode?: 'constant';
  /** @default 0 */
  fillValue?: number;
  /** Only `false`. */
  antialias?: false;
}

const schema = v.object({
  interpolation: v.optional(
    v.picklist(['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5', 'area']),
    'bilinear',
  ),
  cropToAspectRatio: v.optional(v.boolean(), false),
  padToAspectRatio: v.optional(v.boolean(), false),
  fillMode: v.optional(v.literal('constant'), 'constant'),
  fillValue: v.optional(v.pipe(v.number(), v.finite()), 0),
  antialias: v.optional(v.literal(false), false),
});

/**
 * Resizes images, in training and out of it: Keras's layer of this name. TensorFlow.js's own aligns corners and gives a
 * wrong shape. int32 images stay int32.
 */
export class Resizing extends ImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'Resizing';
  readonly #size: Readonly<TargetSize>;
  readonly #options: v.InferOutput<typeof schema>;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: ResizingArgs) {
    super(args);
    this.#size = parseTargetSize(args);
    const { interpolation, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, antialias } = args;
    const given = { interpolation, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, antialias };
    this.#options = parseOptions(schema, given);
  }

  /** `[batch, height, width, channels]`, with this layer's height and width. */
  override computeOutputShape(inputShape: LayerShape): LayerShape {
    return resizedShape(inputShape, this.#size);
  }

  protected override transform(images: Tensor4D): Tensor {
    const { interpolation, cropToAspectRatio, padToAspectRatio } = this.#options;
    const source = padToAspectRatio ? this.#pad(images) : images;
    const resized = resizeTensor(source, { ...this.#size, interpolation, cropToAspectRatio });
    return images.dtype === 'int32' ? cast(round(resized), 'int32') : resized;
  }

  /** As much on either side; of an odd number of pixels one is lost, as in Keras. */
  #pad(images: Tensor4D): Tensor4D {
    const [, rows, columns] = images.shape;
    const { height, width } = this.#size;
    const y = Math.trunc((Math.max(rows, Math.trunc((columns * height) / width)) - rows) / 2);
    const x = Math.trunc((Math.max(columns, Math.trunc((rows * width) / height)) - columns) / 2);
    return pad(
      images,
      [
        [0, 0],
        [y, y],
        [x, x],
        [0, 0],
      ],
      this.#options.fillValue,
    );
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#size, ...this.#options };
  }
}

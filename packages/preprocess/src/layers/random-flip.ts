import { parseOptions } from '@imgclf/runtime';
import type { serialization, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { transformSize } from '../sampling/sample-job';
import { RandomImageLayer, type RandomLayerArgs } from './image-layer';
import { projectiveTransform } from './projective/projective-transform';

/** Options of {@link RandomFlip}. */
export interface RandomFlipArgs extends RandomLayerArgs {
  /** Which axes to flip; `'horizontalAndVertical'` flips both together or none, as in Keras. @default 'horizontalAndVertical' */
  mode?: 'horizontal' | 'vertical' | 'horizontalAndVertical';
}

const schema = v.object({
  mode: v.optional(
    v.pipe(
      v.picklist(['horizontal', 'vertical', 'horizontalAndVertical', 'horizontal_and_vertical']),
      v.transform((mode) => (mode === 'horizontal_and_vertical' ? 'horizontalAndVertical' : mode)),
    ),
    'horizontalAndVertical',
  ),
});

/**
 * Flips half of the images, each by a coin of its own, in training: Keras's layer of this name.
 *
 * @example
 * model.add(new RandomFlip({ mode: 'horizontal', inputShape: [160, 160, 3] }));
 */
export class RandomFlip extends RandomImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomFlip';
  readonly #mode: 'horizontal' | 'vertical' | 'horizontalAndVertical';

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomFlipArgs = {}) {
    super(args);
    this.#mode = parseOptions(schema, { mode: args.mode }).mode;
  }

  protected override augment(images: Tensor4D): Tensor {
    const [count, height, width] = images.shape;
    const flipX = this.#mode === 'vertical' ? [1, 0, 0] : [-1, 0, width - 1];
    const flipY = this.#mode === 'horizontal' ? [0, 1, 0] : [0, -1, height - 1];
    const flipped = [...flipX, ...flipY, 0, 0];
    const transforms = new Float32Array(count * transformSize);
    for (let image = 0; image < count; image++) {
      const drawn = this.random.random() <= 0.5 ? flipped : [1, 0, 0, 0, 1, 0, 0, 0];
      transforms.set(drawn, image * transformSize);
    }
    return projectiveTransform(images, transforms, {
      fillMode: 'nearest',
      interpolation: 'nearest',
      fillValue: 0,
    });
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), mode: this.#mode };
  }
}

import { parseOptions } from '@imgclf/runtime';
import type { serialization, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { transformSize } from '../sampling/sample-job';
import { RandomImageLayer, type RandomLayerArgs } from './image-layer';
import {
  type ParsedProjective,
  type ProjectiveOptions,
  projectiveEntries,
} from './projective/projective-options';
import { projectiveTransform } from './projective/projective-transform';

/** What every geometric layer takes. */
export interface RandomTransformArgs extends RandomLayerArgs, ProjectiveOptions {}

/** Eight numbers that say where each output pixel comes from: see `projectiveTransform`. */
export type ProjectiveTransform = readonly [number, number, number, number, number, number, number, number];

/** A layer that moves the pixels of each image by a projective transformation drawn for it. */
export abstract class RandomTransformLayer extends RandomImageLayer {
  readonly #options: ParsedProjective;

  constructor(args: RandomTransformArgs) {
    super(args);
    const { fillMode, interpolation, fillValue } = args;
    this.#options = parseOptions(v.object(projectiveEntries), { fillMode, interpolation, fillValue });
  }

  /** Draws the transformation of one image. */
  protected abstract draw(height: number, width: number): ProjectiveTransform;

  protected override augment(images: Tensor4D): Tensor {
    const [count, height, width] = images.shape;
    const transforms = new Float32Array(count * transformSize);
    for (let image = 0; image < count; image++)
      transforms.set(this.draw(height, width), image * transformSize);
    return projectiveTransform(images, transforms, this.#options);
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

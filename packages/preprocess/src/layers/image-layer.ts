import { InvalidArgumentError, Mt19937, parseOptions } from '@imgclf/runtime';
import {
  cast,
  expandDims,
  type serialization,
  squeeze,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { randomSeed, seedSchema } from '../seed';

/** What every layer takes: `name`, `inputShape`, `batchSize` and so on. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** Sizes of a layer's input or output; `null` where a size is open. */
export type LayerShape = (number | null)[];

/** A layer that works on one image `[height, width, channels]` or a batch of them. */
export abstract class ImageLayer extends layers.Layer {
  constructor(args: LayerArgs) {
    super(plainArgs(args));
  }

  /** What the layer does to a batch, inside a `tidy`. */
  protected abstract transform(images: Tensor4D, training: boolean): Tensor;

  override call(inputs: Tensor | Tensor[], kwargs?: { training?: boolean }): Tensor {
    return tidy(() => {
      const x = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs;
      const batch = x.rank === 3 ? expandDims(x) : x;
      if (batch.rank !== 4)
        throw new InvalidArgumentError({
          argument: `the input of the layer ${this.name}`,
          allowed: '[height, width, channels] or [batch, height, width, channels]',
          received: x.shape,
        });
      const result = this.transform(batch as Tensor4D, kwargs?.training === true);
      return x.rank === 3 ? squeeze(result, [0]) : result;
    });
  }

  override computeOutputShape(inputShape: LayerShape | LayerShape[]): LayerShape | LayerShape[] {
    return inputShape;
  }
}

/** What every random layer takes. */
export interface RandomLayerArgs extends LayerArgs {
  /** An integer from 0 to 2^32 - 1; the same seed gives the same draws. @default a random one */
  seed?: number | null;
}

/** A layer that changes images at random in training, each in its own way, and never otherwise. */
export abstract class RandomImageLayer extends ImageLayer {
  /** Where the layer draws from. */
  protected readonly random: Mt19937;
  readonly #seed: number | null;

  constructor(args: RandomLayerArgs) {
    super(args);
    this.#seed = parseOptions(v.object({ seed: v.optional(v.nullable(seedSchema), null) }), {
      seed: args.seed,
    }).seed;
    this.random = new Mt19937(this.#seed ?? randomSeed());
  }

  /** What the layer does to a batch of float32 images in training. */
  protected abstract augment(images: Tensor4D): Tensor;

  protected override transform(images: Tensor4D, training: boolean): Tensor {
    const floats = cast(images, 'float32');
    return training ? this.augment(floats) : floats;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.#seed };
  }
}

/** A layer's arguments without Keras 3's description of its number type, which TensorFlow.js cannot take. */
function plainArgs(args: LayerArgs & { dataFormat?: unknown }): LayerArgs {
  const { dtype, dataFormat, ...rest } = args;
  if (dataFormat !== undefined && dataFormat !== null && !/^channels_?last$/i.test(String(dataFormat)))
    throw new InvalidArgumentError({
      argument: 'dataFormat',
      allowed: "'channelsLast'",
      received: dataFormat,
    });
  return typeof dtype === 'string' ? { ...rest, dtype } : rest;
}

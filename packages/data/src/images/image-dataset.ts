import { Mt19937 } from '@imgclf/runtime';
import { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';
import { type ImageSource, imageBatches } from './image-batches';
import type { ParsedImageOptions } from './image-options';
import type { UnreadableImage } from './unreadable-images';

/** What decides about the pixels and labels of a dataset's images, besides the files. */
export type ImageLoading = Pick<
  ParsedImageOptions,
  | 'labelMode'
  | 'colorMode'
  | 'imageSize'
  | 'interpolation'
  | 'cropToAspectRatio'
  | 'padToAspectRatio'
  | 'applyExifOrientation'
>;

/**
 * A dataset of images: `xs` is `[batch, height, width, channels]` with values from 0 to 255, float32, or int32 with
 * nearest interpolation; `ys` is as `labelMode` says, and absent without labels. The consumer owns every batch.
 *
 * With `onError: 'skip'` a pass may have fewer batches than `length` says.
 */
export class ImageDataset extends Dataset<Batch> {
  /** The classes' names in the order of their ids; `null` where there are no labels. */
  readonly classNames: readonly string[] | null;
  /** The images' paths or URLs, in the order of the list: shuffled if it is, before the shuffle of each pass. */
  readonly filePaths: readonly string[];
  /** The class id of each of {@link filePaths}; `null` where there are no labels. */
  readonly labels: readonly number[] | null;
  /** How each image is loaded. */
  readonly loading: ImageLoading;
  readonly #source: ImageSource<unknown>;

  /** @internal */
  constructor(source: ImageSource<unknown>, { reshuffle, seed }: { reshuffle: boolean; seed: number }) {
    const seeds = new Mt19937(seed);
    const generator = () => (reshuffle ? new Mt19937(seeds.nextUint32()) : undefined);
    const { index, options } = source;
    super(() => imageBatches(source, generator()), {
      length: Math.ceil(index.items.length / (options.batchSize ?? 1)),
    });
    this.#source = source;
    this.classNames = index.labels === null ? null : index.classNames;
    this.filePaths = index.items.map(source.nameOf);
    this.labels = index.labels;
    this.loading = loadingOf(options);
  }

  /** Every image that the passes so far could not read and left out: complete after one whole pass. */
  get unreadable(): readonly UnreadableImage[] {
    return this.#source.unreadable.list;
  }
}

function loadingOf(options: ParsedImageOptions): ImageLoading {
  const { labelMode, colorMode, imageSize, interpolation } = options;
  const { cropToAspectRatio, padToAspectRatio, applyExifOrientation } = options;
  const fit = { interpolation, cropToAspectRatio, padToAspectRatio };
  return { labelMode, colorMode, imageSize, applyExifOrientation, ...fit };
}

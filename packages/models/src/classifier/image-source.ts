import {
  type ColorMode,
  type DctMethod,
  InvalidArgumentError,
  type PixelImage,
  type Platform,
} from '@imgclf/runtime';
import { Tensor } from '@tensorflow/tfjs-core';
import { fitChannels } from './fit-channels';
import { pixelsOfTensor } from './pixels-of-tensor';

/**
 * A picture: decoded pixels, a tensor `[height, width, channels]` of values from 0 to 255, or, where the classifier
 * has a platform, an encoded file by its path, URL, bytes (a Node `Buffer` is some) or `Blob`; in browsers also what a page
 * shows or draws, such as a canvas, an `ImageBitmap` or an image element.
 */
export type ImageSource =
  | PixelImage
  | Tensor
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | CanvasImageSource
  | ImageData;

/** How a classifier wants its pictures, and how it gets at them. */
export interface ReadImageOptions {
  colorMode: ColorMode;
  applyExifOrientation: boolean;
  /** As in the platform's `decodeImage`. */
  dctMethod?: DctMethod;
  platform: Platform | undefined;
  signal: AbortSignal | undefined;
}

/**
 * Brings any picture to pixels with the channels of `colorMode`.
 *
 * @throws {InvalidArgumentError} when `source` is none, or has other channels, or needs a platform that is not there
 * @throws what the platform throws on files that cannot be read or decoded
 */
export async function readImage(source: ImageSource, options: ReadImageOptions): Promise<PixelImage> {
  if (source instanceof Tensor) return fitChannels(await pixelsOfTensor(source), options.colorMode);
  if (isPixelImage(source)) return fitChannels(source, options.colorMode);
  const { platform, signal, ...decoding } = options;
  if (platform === undefined) {
    const hint = 'To read files, pass a platform to the classifier.';
    throw new InvalidArgumentError({
      argument: 'image',
      allowed: 'pixels or a tensor',
      received: source,
      hint,
    });
  }
  if (!isEncoded(source)) return readDrawn(source, platform, options.colorMode);
  const abort = signal === undefined ? {} : { signal };
  if (typeof source === 'string' || source instanceof URL) {
    const bytes = await platform.readBytes(source, abort);
    return platform.decodeImage(bytes, { ...decoding, ...abort, file: String(source) });
  }
  return platform.decodeImage(await bytesOf(source), { ...decoding, ...abort });
}

async function readDrawn(
  source: CanvasImageSource | ImageData,
  platform: Platform,
  colorMode: ColorMode,
): Promise<PixelImage> {
  if (platform.readDrawn !== undefined) return platform.readDrawn(source, { colorMode });
  const allowed = 'pixels, a path, a URL, encoded bytes or a tensor';
  throw new InvalidArgumentError({ argument: 'image', allowed, received: source });
}

type Encoded = string | URL | Uint8Array | ArrayBuffer | Blob;

function isEncoded(source: unknown): source is Encoded {
  const kinds = [URL, Uint8Array, ArrayBuffer, Blob];
  return typeof source === 'string' || kinds.some((kind) => source instanceof kind);
}

async function bytesOf(source: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  return new Uint8Array(source instanceof ArrayBuffer ? source : await source.arrayBuffer());
}

function isPixelImage(source: unknown): source is PixelImage {
  return typeof source === 'object' && source !== null && 'channels' in source && 'data' in source;
}

import type { Box, PixelImage } from '@imgclf/runtime';
import { premultiply, unpremultiply } from './alpha';
import { type PillowFilter, type PillowInterpolation, pillowFilters } from './pillow-filters';

/** A picture of bytes, as Pillow has them. */
export interface ByteImage extends PixelImage {
  readonly data: Uint8Array;
}

/** What {@link pillowResize} makes of a picture. */
export interface PillowResizeOptions {
  readonly width: number;
  readonly height: number;
  readonly interpolation: PillowInterpolation;
  /** The part of the picture to resize. */
  readonly box: Box;
}

/** Weights are whole numbers of this many bits after the point. */
const precisionBits = 22;

/** The pixels that one output pixel is made of along an axis, and their weights. */
interface Taps {
  readonly first: number;
  readonly weights: Int32Array;
}

/** Resizes a part of a picture as Pillow's `Image.resize` does, rounding to bytes after each of its two passes. */
export function pillowResize(image: ByteImage, options: PillowResizeOptions): ByteImage {
  const { width, height, interpolation, box } = options;
  if (interpolation === 'nearest') return pickNearest(image, options);
  const filter = pillowFilters[interpolation];
  const source = image.channels === 4 ? premultiply(image) : image;
  const columns = tapsOf(box.xmin, box.xmax, { size: image.width, outputs: width, filter });
  const rows = tapsOf(box.ymin, box.ymax, { size: image.height, outputs: height, filter });
  const narrowed = isWhole(box.xmin, box.xmax, image.width, width) ? source : resizeColumns(source, columns);
  const result = isWhole(box.ymin, box.ymax, image.height, height) ? narrowed : resizeRows(narrowed, rows);
  return image.channels === 4 ? unpremultiply(result) : result;
}

function isWhole(start: number, end: number, size: number, outputs: number): boolean {
  return start === 0 && end === size && outputs === size;
}

/** Pillow adds up the step from one pixel to the next, and its rounding with it. */
function pickNearest(image: ByteImage, { width, height, box }: PillowResizeOptions): ByteImage {
  const xs = nearestPositions(box.xmin, box.xmax, width);
  const ys = nearestPositions(box.ymin, box.ymax, height);
  const { channels, data } = image;
  const output = new Uint8Array(width * height * channels);
  let at = 0;
  for (const y of ys) {
    for (const x of xs) {
      const from = (y * image.width + x) * channels;
      for (let channel = 0; channel < channels; channel++) output[at++] = data[from + channel] as number;
    }
  }
  return { width, height, channels, data: output };
}

function nearestPositions(start: number, end: number, outputs: number): number[] {
  const step = (end - start) / outputs;
  let position = start + step * 0.5;
  return Array.from({ length: outputs }, () => {
    const pixel = Math.trunc(position);
    position += step;
    return pixel;
  });
}

function tapsOf(
  start: number,
  end: number,
  { size, outputs, filter }: { size: number; outputs: number; filter: PillowFilter },
): Taps[] {
  const scale = (end - start) / outputs;
  const widening = Math.max(scale, 1);
  const support = filter.support * widening;
  return Array.from({ length: outputs }, (_, output) => {
    const center = start + (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const last = Math.min(size, Math.trunc(center + support + 0.5));
    const weights = Array.from({ length: last - first }, (_, i) =>
      filter.weigh((i + first - center + 0.5) * (1 / widening)),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      first,
      weights: Int32Array.from(weights, (weight) => toFixedPoint(total === 0 ? 0 : weight / total)),
    };
  });
}

function toFixedPoint(weight: number): number {
  const scaled = weight * (1 << precisionBits);
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

function toByte(sum: number): number {
  const level = sum >> precisionBits;
  return Math.max(0, Math.min(level, 255));
}

function resizeColumns({ width, height, channels, data }: ByteImage, taps: readonly Taps[]): ByteImage {
  const output = new Uint8Array(taps.length * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (const { first, weights } of taps) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 1 << (precisionBits - 1);
        let from = (y * width + first) * channels + channel;
        for (let i = 0; i < weights.length; i++, from += channels)
          sum += (data[from] as number) * (weights[i] as number);
        output[at++] = toByte(sum);
      }
    }
  }
  return { width: taps.length, height, channels, data: output };
}

function resizeRows({ width, channels, data }: ByteImage, taps: readonly Taps[]): ByteImage {
  const stride = width * channels;
  const output = new Uint8Array(stride * taps.length);
  let at = 0;
  for (const { first, weights } of taps) {
    for (let x = 0; x < stride; x++) {
      let sum = 1 << (precisionBits - 1);
      let from = first * stride + x;
      for (let i = 0; i < weights.length; i++, from += stride)
        sum += (data[from] as number) * (weights[i] as number);
      output[at++] = toByte(sum);
    }
  }
  return { width, height: taps.length, channels, data: output };
}

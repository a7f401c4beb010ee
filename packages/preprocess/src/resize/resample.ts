import type { PixelImage } from '@imgclf/runtime';
import { blendInPlace } from './blend-in-place';
import { blenderOf } from './blend-memory';
import type { Interpolation } from './interpolation';
import type { ResampleJob } from './resample-job';
import type { ResizePlan } from './resize-plan';
import { type Taps, tapsOf } from './taps';

const float = Math.fround;

/**
 * Computes the planned pixels of `image` into `result`, which is zero where the plan leaves it alone.
 *
 * @param image the picture
 * @param how the method, the plan, and the width of the result in pixels
 * @param result receives the pixels
 */
export function resample(
  image: PixelImage,
  how: { interpolation: Interpolation; plan: ResizePlan; width: number },
  result: PixelImage['data'],
): void {
  const { interpolation, plan, width } = how;
  const stride = width * image.channels;
  const rows = tapsOf(interpolation, plan.from.height, plan.to.height);
  const columns = tapsOf(interpolation, plan.from.width, plan.to.width);
  const job: ResampleJob = {
    image,
    plan,
    rows,
    columns,
    rowOffsets: offsetsOf(rows, plan.from.top, image.width * image.channels),
    columnOffsets: offsetsOf(columns, plan.from.left, image.channels),
    stride,
    offset: plan.to.top * stride + plan.to.left * image.channels,
  };
  const blender = blenderOf(image.data);
  if (interpolation === 'nearest') pickPixels(job, result);
  else if (interpolation !== 'bilinear') convolve(job, result);
  else if (blender !== undefined) blendInPlace(job, blender, result);
  else blendFour(job, result);
}

/** Where the inputs of all taps start, from the `start`-th one on, when each is `step` values long. */
function offsetsOf({ indices }: Taps, start: number, step: number): Int32Array {
  const offsets = new Int32Array(indices.length);
  for (let tap = 0; tap < offsets.length; tap++) offsets[tap] = (start + (indices[tap] as number)) * step;
  return offsets;
}

function pickPixels(job: ResampleJob, result: PixelImage['data']): void {
  const { data, channels } = job.image;
  for (const [y, from] of job.rowOffsets.entries()) {
    let to = job.offset + y * job.stride;
    for (const offset of job.columnOffsets)
      for (let channel = 0; channel < channels; channel++)
        result[to++] = data[from + offset + channel] as number;
  }
}

/**
 * The everyday case by itself, as one pass over the result is twice as fast as two over the picture. Rounds to float32
 * where TensorFlow does.
 */
function blendFour(job: ResampleJob, result: PixelImage['data']): void {
  const { data, channels } = job.image;
  const { rowOffsets, columnOffsets } = job;
  const across = job.columns.weights;
  for (let y = 0; y < rowOffsets.length; y += 2) {
    const top = rowOffsets[y] as number;
    const bottom = rowOffsets[y + 1] as number;
    const down = job.rows.weights[y + 1] as number;
    let to = job.offset + (y / 2) * job.stride;
    for (let x = 0; x < columnOffsets.length; x += 2) {
      const left = columnOffsets[x] as number;
      const right = columnOffsets[x + 1] as number;
      const along = across[x + 1] as number;
      for (let channel = 0; channel < channels; channel++) {
        const a = data[top + left + channel] as number;
        const b = data[top + right + channel] as number;
        const c = data[bottom + left + channel] as number;
        const d = data[bottom + right + channel] as number;
        result[to++] = mix(mix(a, b, along), mix(c, d, along), down);
      }
    }
  }
}

function mix(a: number, b: number, share: number): number {
  return float(a + float(float(b - a) * share));
}

/** Along the rows first, each input row once, then down the columns. */
function convolve(job: ResampleJob, result: PixelImage['data']): void {
  const { channels } = job.image;
  const { rowOffsets } = job;
  const length = job.plan.to.width * channels;
  const { count, weights } = job.rows;
  const filtered = new Map<number, Float64Array>();
  const sums = new Float64Array(length);
  for (let y = 0; y < job.plan.to.height; y++) {
    sums.fill(0);
    for (let tap = y * count; tap < (y + 1) * count; tap++) {
      const weight = weights[tap] as number;
      if (weight === 0) continue;
      const row = rowOffsets[tap] as number;
      const values = filtered.get(row) ?? filterRow(job, row, length);
      filtered.set(row, values);
      for (let i = 0; i < length; i++) sums[i] = (sums[i] as number) + weight * (values[i] as number);
    }
    result.set(sums, job.offset + y * job.stride);
    forgetRowsBefore(filtered, rowOffsets[(y + 1) * count] ?? 0);
  }
}

/** Rows are visited from the top, so what lies above the next window is done with. */
function forgetRowsBefore(filtered: Map<number, Float64Array>, first: number): void {
  for (const row of filtered.keys()) if (row < first) filtered.delete(row);
}

/** The row that starts at `from`, filtered. */
function filterRow(job: ResampleJob, from: number, length: number): Float64Array {
  const { data, channels } = job.image;
  const { count, weights } = job.columns;
  const offsets = job.columnOffsets;
  const values = new Float64Array(length);
  for (let x = 0, to = 0; to < length; x += count) {
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let tap = x; tap < x + count; tap++)
        sum += (weights[tap] as number) * (data[from + (offsets[tap] as number) + channel] as number);
      values[to++] = sum;
    }
  }
  return values;
}

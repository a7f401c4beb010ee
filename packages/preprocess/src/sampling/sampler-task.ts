import { type Beyond, type SampleJob, transformSize } from './sample-job';

/** A task of `assembly/sampler.ts` lies in memory as its fields, then what they point to. */
const fieldCount = 14;
const headLength = 64;

const beyondNumbers: Readonly<Record<Beyond, number>> = {
  constantTaps: 0,
  constantPoints: 1,
  edge: 2,
  reflect: 3,
  wrap: 4,
  shortWrap: 5,
};

/** How many bytes {@link writeTask} writes. */
export function taskLength({ shape: [count, , , channels] }: SampleJob): number {
  return headLength + count * (transformSize * 8 + 4) + 6 * paddedPixel(channels);
}

/** Bytes of a pixel in whole steps of four floats. */
function paddedPixel(channels: number): number {
  return Math.ceil(channels / 4) * 16;
}

/**
 * Writes a task to memory, at an address that is a multiple of 8.
 *
 * @param job what to draw
 * @param images addresses of the batch's floats and of the result
 */
export function writeTask(
  { buffer, at }: { buffer: ArrayBufferLike; at: number },
  job: SampleJob,
  images: { source: number; result: number },
): void {
  const [count, height, width, channels] = job.shape;
  const transforms = at + headLength;
  const mirrors = transforms + count * transformSize * 8;
  const spare = mirrors + count * 4;
  const outside = spare + paddedPixel(channels);
  const corners = outside + paddedPixel(channels);
  new Int32Array(buffer, at, fieldCount).set([
    ...[images.source, images.result, transforms, mirrors, spare, outside, corners],
    ...[count, height, width, channels],
    ...[beyondNumbers[job.beyond], Number(job.interpolation === 'nearest'), Number(job.singlePrecision)],
  ]);
  new Float64Array(buffer, transforms, count * transformSize).set(job.transforms);
  new Int32Array(buffer, mirrors, count).set(job.mirrors ?? new Int32Array(count));
  new Float32Array(buffer, outside, paddedPixel(channels) / 4).fill(job.fillValue);
}

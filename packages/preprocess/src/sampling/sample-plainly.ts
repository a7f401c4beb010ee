import { continueAxis } from './continue-axis';
import { type SampleJob, transformSize } from './sample-job';

/** An image of the batch that is being drawn. */
interface Picture {
  readonly data: Float32Array;
  /** Where the image starts in `data`. */
  readonly start: number;
  readonly job: SampleJob;
  readonly result: Float32Array;
}

/** As `assembly/sampler.ts`, in plain JavaScript: see {@link SampleJob}. */
export function samplePlainly(data: Float32Array, job: SampleJob, result: Float32Array): void {
  const [count, height, width, channels] = job.shape;
  const length = height * width * channels;
  const sample = job.interpolation === 'nearest' ? copyNearest : mixFour;
  const round = job.singlePrecision ? Math.fround : (value: number) => value;
  const onAxis = continueAxis(job.beyond, round);
  for (let image = 0; image < count; image++) {
    const transform = job.transforms.subarray(image * transformSize, (image + 1) * transformSize);
    const mirror = job.mirrors?.[image] ?? 0;
    const picture = { data, start: image * length, job, result };
    let to = image * length;
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++, to += channels) {
        const [x, y] = [mirror & 1 ? width - 1 - j : j, mirror & 2 ? height - 1 - i : i];
        const point = project(transform, { x, y, round });
        sample(picture, { x: onAxis(point.x, width), y: onAxis(point.y, height) }, to);
      }
  }
}

/** The point of the input that an output pixel shows; NaN where there is none. */
function project(
  transform: SampleJob['transforms'],
  { x, y, round }: { x: number; y: number; round: (value: number) => number },
): { x: number; y: number } {
  const along = (first: number, constant: number) => {
    const terms = round(
      round((transform[first] as number) * x) + round((transform[first + 1] as number) * y),
    );
    return round(terms + constant);
  };
  const k = along(6, 1);
  if (k === 0) return { x: Number.NaN, y: Number.NaN };
  return { x: round(along(0, transform[2] as number) / k), y: round(along(3, transform[5] as number) / k) };
}

/** Where a pixel starts, or -1 where there is none. */
function find({ start, job }: Picture, row: number, column: number): number {
  const [, height, width, channels] = job.shape;
  const inside = column >= 0 && column < width && row >= 0 && row < height;
  return inside ? start + (row * width + column) * channels : -1;
}

/** Rounds halves away from zero, as TensorFlow does. */
function roundAway(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

function copyNearest(picture: Picture, { x, y }: { x: number; y: number }, to: number): void {
  const { data, job, result } = picture;
  const from = find(picture, roundAway(y), roundAway(x));
  for (let channel = 0; channel < job.shape[3]; channel++)
    result[to + channel] = from < 0 ? job.fillValue : (data[from + channel] as number);
}

function mixFour(picture: Picture, { x, y }: { x: number; y: number }, to: number): void {
  const { data, job, result } = picture;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  const [a, b] = [find(picture, top, left), find(picture, top, left + 1)];
  const [c, d] = [find(picture, top + 1, left), find(picture, top + 1, left + 1)];
  for (let channel = 0; channel < job.shape[3]; channel++) {
    const read = (from: number) => (from < 0 ? job.fillValue : (data[from + channel] as number));
    const upper = (1 - right) * read(a) + right * read(b);
    const lower = (1 - right) * read(c) + right * read(d);
    result[to + channel] = Number.isFinite(x + y) ? (1 - down) * upper + down * lower : job.fillValue;
  }
}

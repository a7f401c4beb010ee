import { type ParsedProjective, transformSize } from './projective-options';
import { wrapCoordinate } from './wrap-coordinate';

/** Sizes of a batch: images, rows, columns, channels. */
export type BatchShape = readonly [count: number, height: number, width: number, channels: number];

/** Which point of the input every output pixel shows, row by row. */
interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

interface Picture {
  readonly data: Float32Array;
  /** Where the picture starts in `data`. */
  readonly start: number;
  readonly shape: BatchShape;
}

/** Draws each image of a batch through its own projective transformation, in plain JavaScript. */
export function transformOnHost(
  data: Float32Array,
  shape: BatchShape,
  transforms: Float32Array,
  options: ParsedProjective,
): Float32Array {
  const [count, height, width, channels] = shape;
  const pixels = height * width;
  const output = new Float32Array(data.length);
  const points = { x: new Float32Array(pixels), y: new Float32Array(pixels) };
  const sample = options.interpolation === 'nearest' ? sampleNearest : sampleBilinear;
  for (let image = 0; image < count; image++) {
    const transform = transforms.subarray(image * transformSize, (image + 1) * transformSize);
    const start = image * pixels * channels;
    const end = start + pixels * channels;
    if (isIdentity(transform)) {
      output.set(data.subarray(start, end), start);
      continue;
    }
    projectPoints(points, transform, { height, width, fillMode: options.fillMode });
    sample({ data, start, shape }, points, options.fillValue, output.subarray(start, end));
  }
  return output;
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0];

function isIdentity(transform: Float32Array): boolean {
  return transform.every((value, i) => value === identity[i]);
}

/** Fills in the points; where the projection has none, NaN. */
function projectPoints(
  { x: xs, y: ys }: Points,
  transform: Float32Array,
  { height, width, fillMode }: { height: number; width: number; fillMode: ParsedProjective['fillMode'] },
): void {
  const [a0, a1, a2, b0, b1, b2, c0, c1] = transform as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wrap = wrapCoordinate[fillMode];
  const place = (point: number, size: number) =>
    point >= 0 && point <= size - 1 ? point : wrap(point, size);
  let at = 0;
  for (let y = 0; y < height; y++) {
    const [p, q, r] = [a1 * y + a2, b1 * y + b2, c1 * y + 1];
    for (let x = 0; x < width; x++, at++) {
      const k = c0 * x + r;
      xs[at] = k === 0 ? Number.NaN : place(Math.fround(k === 1 ? a0 * x + p : (a0 * x + p) / k), width);
      ys[at] = k === 0 ? Number.NaN : place(Math.fround(k === 1 ? b0 * x + q : (b0 * x + q) / k), height);
    }
  }
}

/** Rounds halves away from zero, as TensorFlow does. */
function round(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

function sampleNearest(
  { data, start, shape }: Picture,
  { x: xs, y: ys }: Points,
  fill: number,
  output: Float32Array,
) {
  const [, height, width, channels] = shape;
  for (let pixel = 0; pixel < xs.length; pixel++) {
    const x = round(xs[pixel] as number);
    const y = round(ys[pixel] as number);
    const inside = x >= 0 && x < width && y >= 0 && y < height;
    const from = start + (y * width + x) * channels;
    for (let c = 0; c < channels; c++)
      output[pixel * channels + c] = inside ? (data[from + c] as number) : fill;
  }
}

function sampleBilinear(
  { data, start, shape }: Picture,
  { x: xs, y: ys }: Points,
  fill: number,
  output: Float32Array,
) {
  const [, height, width, channels] = shape;
  /** Where a pixel starts, or -1 outside of the picture. */
  const find = (row: number, column: number): number => {
    const inside = column >= 0 && column < width && row >= 0 && row < height;
    return inside ? start + (row * width + column) * channels : -1;
  };
  const read = (from: number, channel: number): number =>
    from < 0 ? fill : (data[from + channel] as number);
  const row = width * channels;
  for (let pixel = 0; pixel < xs.length; pixel++) {
    const x = xs[pixel] as number;
    const y = ys[pixel] as number;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = x - left;
    const down = y - top;
    // The usual case apart: all four neighbours are in the picture.
    const inside = left >= 0 && left < width - 1 && top >= 0 && top < height - 1;
    const a = inside ? start + top * row + left * channels : find(top, left);
    const b = inside ? a + channels : find(top, left + 1);
    const c = inside ? a + row : find(top + 1, left);
    const d = inside ? c + channels : find(top + 1, left + 1);
    let at = pixel * channels;
    if (inside) {
      const [p, q, r, s] = [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
      for (let i = 0; i < channels; i++, at++)
        output[at] =
          p * (data[a + i] as number) +
          q * (data[b + i] as number) +
          r * (data[c + i] as number) +
          s * (data[d + i] as number);
      continue;
    }
    for (let i = 0; i < channels; i++, at++) {
      const upper = (1 - right) * read(a, i) + right * read(b, i);
      const lower = (1 - right) * read(c, i) + right * read(d, i);
      output[at] = Number.isNaN(x) ? fill : (1 - down) * upper + down * lower;
    }
  }
}

import type { AffineMatrix } from './affine-matrix';
import { type FloatImage, withData } from './float-image';
import type { FillMode } from './generator-options';

/** How {@link sampleAffine} reads between and beyond pixels. */
export interface SamplerOptions {
  readonly fillMode: FillMode;
  readonly cval: number;
  readonly interpolationOrder: 0 | 1;
}

/**
 * Where a coordinate falls on an axis: two neighbouring pixels and the share of the second. A coordinate that has no
 * place has the first pixel -1.
 */
interface Place {
  first: number;
  second: number;
  share: number;
}

/** Draws an image through a matrix, as SciPy's `affine_transform` does for each channel. */
export function sampleAffine(image: FloatImage, matrix: AffineMatrix, options: SamplerOptions): FloatImage {
  const { width, height, channels, data } = image;
  const [a, b, c, d, e, f] = matrix;
  const locate = locators[options.fillMode];
  const column: Place = { first: 0, second: 0, share: 0 };
  const row: Place = { first: 0, second: 0, share: 0 };
  const output = new Float32Array(data.length);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      locate(a * x + b * y + c, width, column);
      locate(d * x + e * y + f, height, row);
      if (column.first < 0 || row.first < 0) {
        output.fill(options.cval, at, at + channels);
        at += channels;
        continue;
      }
      if (options.interpolationOrder === 0) {
        roundPlace(column);
        roundPlace(row);
      }
      const top = row.first * width;
      const bottom = row.second * width;
      const [p, q] = [(top + column.first) * channels, (top + column.second) * channels];
      const [r, s] = [(bottom + column.first) * channels, (bottom + column.second) * channels];
      const [right, down] = [column.share, row.share];
      for (let channel = 0; channel < channels; channel++) {
        const upper = (data[p + channel] as number) * (1 - right) + (data[q + channel] as number) * right;
        const lower = (data[r + channel] as number) * (1 - right) + (data[s + channel] as number) * right;
        output[at++] = upper * (1 - down) + lower * down;
      }
    }
  }
  return withData(image, output);
}

/** Moves a place to the nearer of its two pixels; the middle goes up. */
function roundPlace(place: Place): void {
  if (place.share >= 0.5) place.first = place.second;
  else place.second = place.first;
  place.share = 0;
}

type Locator = (coordinate: number, size: number, place: Place) => void;

const locators: Readonly<Record<FillMode, Locator>> = {
  constant: (coordinate, size, place) => {
    if (coordinate < 0 || coordinate > size - 1) place.first = -1;
    else within(coordinate, size, place);
  },
  nearest: (coordinate, size, place) => {
    within(Math.min(Math.max(coordinate, 0), size - 1), size, place);
  },
  reflect: (coordinate, size, place) => {
    const position = mirrored(coordinate, size);
    const first = Math.floor(position);
    place.share = position - first;
    place.first = Math.max(first, 0);
    place.second = Math.min(first + 1, size - 1);
  },
  wrap: (coordinate, size, place) => {
    within(size === 1 ? 0 : wrapped(coordinate, size - 1), size, place);
  },
};

function within(coordinate: number, size: number, place: Place): void {
  place.first = Math.floor(coordinate);
  place.second = Math.min(place.first + 1, size - 1);
  place.share = coordinate - place.first;
}

/** Where a mirrored picture (d c b a | a b c d | d c b a) shows a coordinate: from -1 to `size`. */
function mirrored(coordinate: number, size: number): number {
  const period = 2 * size;
  if (coordinate < 0) {
    const position = coordinate + period * Math.trunc(-coordinate / period);
    return position < -size ? position + period : -position - 1;
  }
  const position = coordinate - period * Math.trunc(coordinate / period);
  return position >= size ? period - position - 1 : position;
}

/** SciPy repeats a picture with a period one pixel short of its size. */
function wrapped(coordinate: number, period: number): number {
  if (coordinate < 0) return coordinate + period * (Math.trunc(-coordinate / period) + 1);
  return coordinate > period ? coordinate - period * Math.trunc(coordinate / period) : coordinate;
}

import type { Interpolation } from './interpolation';
import { kernels } from './kernels';

/**
 * Which input pixels make up each output pixel along one axis: output `o` is the sum over `t` below `count` of
 * `weights[o * count + t]` times the input at `indices[o * count + t]`. Unused taps weigh 0.
 */
export interface Taps {
  readonly count: number;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** One output pixel's first input pixel, which may lie outside, and the weights from there on. */
interface Window {
  readonly start: number;
  readonly weights: readonly number[];
}

const float = Math.fround;

/** Taps by method and sizes: pictures of a folder share their sizes, and computing taps takes a good part of a resize. */
const known = new Map<string, Taps>();
/** Weights of all of them, of which 3 MiB may be kept. */
let knownWeights = 0;
const maxKnownWeights = 2 ** 18;

/**
 * The taps of one axis with half-pixel centres, as TensorFlow has them, without antialiasing.
 *
 * @param interpolation the method
 * @param inSize pixels along the axis before
 * @param outSize pixels along the axis after
 */
export function tapsOf(interpolation: Interpolation, inSize: number, outSize: number): Taps {
  const key = `${interpolation} ${inSize} ${outSize}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const taps = computeTaps(interpolation, inSize, outSize);
  knownWeights += taps.weights.length;
  if (knownWeights > maxKnownWeights) {
    known.clear();
    knownWeights = taps.weights.length;
  }
  known.set(key, taps);
  return taps;
}

function computeTaps(interpolation: Interpolation, inSize: number, outSize: number): Taps {
  const scale = float(inSize / outSize);
  const windowAt = windows[interpolation];
  const all: Window[] = [];
  for (let output = 0; output < outSize; output++) all.push(windowAt(output, scale, inSize));
  return packTaps(all, inSize);
}

/** Everything at one width, indices kept inside the picture. */
function packTaps(all: readonly Window[], inSize: number): Taps {
  const count = all.reduce((most, { weights }) => Math.max(most, weights.length), 0);
  const indices = new Int32Array(all.length * count);
  const weights = new Float64Array(all.length * count);
  let at = 0;
  for (const window of all)
    for (let tap = 0; tap < count; tap++, at++) {
      indices[at] = Math.min(Math.max(window.start + tap, 0), inSize - 1);
      weights[at] = window.weights[tap] ?? 0;
    }
  return { count, indices, weights };
}

type WindowAt = (output: number, scale: number, inSize: number) => Window;

const windows: Record<Interpolation, WindowAt> = {
  nearest: (output, scale) => ({ start: Math.floor(centerOf(output, scale)), weights: [1] }),
  bilinear: (output, scale) => {
    const position = float(centerOf(output, scale) - 0.5);
    const start = Math.floor(position);
    const fraction = float(position - start);
    return { start, weights: [1 - fraction, fraction] };
  },
  bicubic: bicubicWindow,
  area: areaWindow,
  lanczos3: kernelWindow('lanczos3'),
  lanczos5: kernelWindow('lanczos5'),
  gaussian: kernelWindow('gaussian'),
  mitchellcubic: kernelWindow('mitchellcubic'),
};

/** Where the centre of an output pixel lies among the input pixels, in float32 as TensorFlow computes it. */
function centerOf(output: number, scale: number): number {
  return float(float(output + 0.5) * scale);
}

/** Keys's cubic with the position rounded to 1/1024, as TensorFlow looks it up in a table. */
function bicubicWindow(output: number, scale: number, inSize: number): Window {
  const position = float(centerOf(output, scale) - 0.5);
  const floor = Math.floor(position);
  const fraction = Math.round(float(position - floor) * 1024) / 1024;
  const weights = [-1, 0, 1, 2].map((tap) => kernels.keys.weight(tap - fraction));
  return normalizeInside({ start: floor - 1, weights }, inSize);
}

/** The mean over the stretch of input that the output pixel covers, with fractions of pixels at its ends. */
function areaWindow(output: number, scale: number, inSize: number): Window {
  const from = float(output * scale);
  const to = float((output + 1) * scale);
  const start = Math.floor(from);
  const end = Math.min(Math.ceil(to), inSize);
  const weights = [];
  for (let i = start; i < end; i++) weights.push((Math.min(i + 1, to) - Math.max(i, from)) / scale);
  return { start, weights };
}

function kernelWindow(name: Exclude<keyof typeof kernels, 'keys'>): WindowAt {
  const { radius, weight } = kernels[name];
  return (output, scale, inSize) => {
    const center = centerOf(output, scale);
    const start = Math.ceil(center - radius - 0.5);
    const end = Math.floor(center + radius - 0.5);
    const weights = [];
    for (let i = start; i <= end; i++) weights.push(weight(i + 0.5 - center));
    return normalizeInside({ start, weights }, inSize);
  };
}

/** Drops taps outside the picture and makes the rest sum to 1. */
function normalizeInside({ start, weights }: Window, inSize: number): Window {
  const inside = weights.map((weight, tap) => (start + tap >= 0 && start + tap < inSize ? weight : 0));
  const sum = inside.reduce((total, weight) => total + weight, 0);
  return { start, weights: inside.map((weight) => weight / sum) };
}

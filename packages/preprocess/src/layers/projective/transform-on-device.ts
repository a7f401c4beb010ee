import * as tf from '@tensorflow/tfjs-core';
import type { ParsedProjective } from './projective-options';

/** Draws each image of a batch through its own projective transformation with tensor operations alone. */
export function transformOnDevice(
  images: tf.Tensor4D,
  transforms: Float32Array,
  { fillMode, interpolation, fillValue }: ParsedProjective,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [count, height, width] = images.shape;
    const rows = tf.tensor2d(transforms, [count, 8]);
    const [a0, a1, a2, b0, b1, b2, c0, c1] = tf.split(rows, 8, 1) as Eight;
    const index = tf.range(0, height * width);
    const y = tf.reshape(tf.floor(tf.div(tf.add(index, 0.5), width)), [1, -1]);
    const x = tf.sub(tf.reshape(index, [1, -1]), tf.mul(y, width));
    const k = tf.add(tf.add(tf.mul(c0, x), tf.mul(c1, y)), 1);
    const isDefined = tf.notEqual(k, 0);
    const divisor = tf.where(isDefined, k, 1);
    const project = (p: tf.Tensor, q: tf.Tensor, r: tf.Tensor) =>
      tf.div(tf.add(tf.add(tf.mul(p, x), tf.mul(q, y)), r), divisor);
    const points = {
      x: wrap[fillMode](project(a0, a1, a2), width),
      y: wrap[fillMode](project(b0, b1, b2), height),
    };
    const sample = interpolation === 'nearest' ? sampleNearest : sampleBilinear;
    const sampled = sample(images, points, fillValue);
    const result = tf.where(tf.expandDims(isDefined, 2), sampled, fillValue);
    return tf.reshape(result, images.shape);
  });
}

type Eight = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
/** Points `[count, pixels]` of the input. */
interface Points {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

const wrap: Readonly<Record<ParsedProjective['fillMode'], (v: tf.Tensor, size: number) => tf.Tensor>> = {
  constant: (v) => v,
  nearest: (v, size) => tf.clipByValue(v, 0, size - 1),
  reflect: (v, size) => tf.clipByValue(reflected(v, size), 0, size - 1),
  wrap: (v, size) => tf.clipByValue(wrapped(v, size), 0, size - 1),
};

function reflected(v: tf.Tensor, size: number): tf.Tensor {
  const period = 2 * size;
  const rounds = tf.floor(tf.div(tf.abs(v), period));
  const low = tf.add(v, tf.mul(rounds, period));
  const high = tf.sub(v, tf.mul(rounds, period));
  const below = tf.where(tf.less(low, -size), tf.add(low, period), tf.sub(tf.neg(low), 1));
  const above = tf.where(tf.greaterEqual(high, size), tf.sub(period - 1, high), high);
  return tf.where(tf.less(v, 0), below, above);
}

function wrapped(v: tf.Tensor, size: number): tf.Tensor {
  if (size === 1) return tf.zerosLike(v);
  const rounds = tf.floor(tf.div(tf.abs(v), size - 1));
  const below = tf.add(v, tf.mul(tf.add(rounds, 1), size));
  const above = tf.where(tf.greater(v, size - 1), tf.sub(v, tf.mul(rounds, size)), v);
  return tf.where(tf.less(v, 0), below, above);
}

function sampleNearest(images: tf.Tensor4D, { x, y }: Points, fillValue: number): tf.Tensor {
  return readPixels(images, { x: round(x), y: round(y) }, fillValue);
}

/** Rounds halves away from zero, as TensorFlow does. */
function round(v: tf.Tensor): tf.Tensor {
  return tf.mul(tf.sign(v), tf.floor(tf.add(tf.abs(v), 0.5)));
}

function sampleBilinear(images: tf.Tensor4D, { x, y }: Points, fillValue: number): tf.Tensor {
  const [left, top] = [tf.floor(x), tf.floor(y)];
  const right = tf.expandDims(tf.sub(x, left), 2);
  const down = tf.expandDims(tf.sub(y, top), 2);
  const read = (dx: number, dy: number) =>
    readPixels(images, { x: tf.add(left, dx), y: tf.add(top, dy) }, fillValue);
  const mix = (a: tf.Tensor, b: tf.Tensor, share: tf.Tensor) =>
    tf.add(tf.mul(tf.sub(1, share), a), tf.mul(share, b));
  return mix(mix(read(0, 0), read(1, 0), right), mix(read(0, 1), read(1, 1), right), down);
}

/** The pixels `[count, pixels, channels]` at whole points; `fillValue` for points outside. */
function readPixels(images: tf.Tensor4D, { x, y }: Points, fillValue: number): tf.Tensor {
  const [count, height, width, channels] = images.shape;
  const column = tf.clipByValue(x, 0, width - 1);
  const row = tf.clipByValue(y, 0, height - 1);
  const inside = tf.logicalAnd(tf.equal(column, x), tf.equal(row, y));
  const whole = (value: number) => tf.scalar(value, 'int32');
  const first = tf.mul(tf.range(0, count, 1, 'int32'), whole(height * width));
  const within = tf.add(tf.mul(tf.cast(row, 'int32'), whole(width)), tf.cast(column, 'int32'));
  const index = tf.add(within, tf.expandDims(first, 1));
  const pixels = tf.gather(tf.reshape(images, [-1, channels]), tf.reshape(index, [-1]) as tf.Tensor1D);
  return tf.where(tf.expandDims(inside, 2), tf.reshape(pixels, [count, height * width, channels]), fillValue);
}

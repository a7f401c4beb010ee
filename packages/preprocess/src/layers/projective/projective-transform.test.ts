import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import keras from '../__fixtures__/keras-layers.json';
import { rotation } from '../random-rotation';
import { translation } from '../random-translation';
import { zoom } from '../random-zoom';
import type { ParsedProjective } from './projective-options';
import { projectiveTransform } from './projective-transform';
import { transformOnDevice } from './transform-on-device';

beforeAll(() => initBackend());

const shape = keras.images.shape as [number, number, number, number];
const size = { height: shape[1], width: shape[2] };
const reflect: ParsedProjective = { fillMode: 'reflect', interpolation: 'bilinear', fillValue: 0 };

function worst(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] as number))));
}

/** Both ways to do it: on the main memory and by tensor operations. */
const ways = { host: projectiveTransform, device: transformOnDevice };

describe.each(Object.entries(ways))('the projective sampler on the %s', (_, transform) => {
  const run = async (transforms: number[][], options: ParsedProjective) => {
    const images = tensor4d(keras.images.values, shape);
    const result = await expectNoTensorLeak(
      () => transform(images, Float32Array.from(transforms.flat()), options),
      1,
    );
    const values = result.dataSync();
    images.dispose();
    result.dispose();
    return values;
  };

  it.each(keras.projections)('gives the pixels of Keras: $options $transforms', async (example) => {
    const values = await run(example.transforms, example.options as ParsedProjective);
    expect(worst(values, example.result.values)).toBeLessThan(1e-3);
  });

  it('turns, zooms and shifts as the layers of Keras do for the same draws', async () => {
    const [turn, zooming, shift] = keras.draws as unknown as [Draws, Draws, Draws];
    const degrees = (turn.draws[0] ?? []).map(([angle]) => angle as number);
    const turned = degrees.map((angle) => [...rotation((angle * Math.PI) / 180, size.height, size.width)]);
    expect(worst(await run(turned, reflect), turn.result.values)).toBeLessThan(1e-2);
    const zoomed = (zooming.draws[0] ?? []).map(([y], i) => [
      ...zoom(y as number, zooming.draws[1]?.[i]?.[0] as number, size),
    ]);
    expect(worst(await run(zoomed, reflect), zooming.result.values)).toBeLessThan(1e-2);
    const shifted = (shift.draws[0] ?? []).map(([right, down]) => [
      ...translation(down as number, right as number),
    ]);
    expect(worst(await run(shifted, reflect), shift.result.values)).toBeLessThan(1e-2);
  });
});

interface Draws {
  readonly draws: number[][][];
  readonly result: { values: number[] };
}

it('gives the same on both ways, whatever the transformation', async () => {
  const coefficient = fc.float({ min: -4, max: 4, noNaN: true });
  const vector = fc.tuple(coefficient, coefficient, coefficient, coefficient, coefficient, coefficient);
  const fillMode = fc.constantFrom('constant', 'nearest', 'reflect', 'wrap');
  const images = tensor4d(keras.images.values, shape);
  const read = (result: Tensor4D) => {
    const values = result.dataSync();
    result.dispose();
    return values;
  };
  await expectNoTensorLeak(() =>
    fc.assert(
      fc.property(vector, fillMode, (values, mode) => {
        const transforms = Float32Array.from([...values, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        const options = { ...reflect, fillMode: mode } as ParsedProjective;
        const host = read(projectiveTransform(images, transforms, options));
        const device = read(transformOnDevice(images, transforms, options));
        // At an edge of the picture the last bit of a coordinate decides between a pixel and what is outside.
        const far = host.filter((value, i) => Math.abs(value - (device[i] as number)) > 0.05).length;
        expect(far).toBeLessThanOrEqual(4);
      }),
      { numRuns: 60 },
    ),
  );
  images.dispose();
});

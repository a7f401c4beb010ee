import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleImages } from './sample-images';
import type { SampleJob } from './sample-job';
import { samplePlainly } from './sample-plainly';
import { samplerBinary, sharedSamplerBinary } from './sampler-binary';
import { samplerOf } from './sampler-program';

const side = fc.integer({ min: 1, max: 9 });
const coefficient = fc.float({ min: -4, max: 4, noNaN: true });
const transform = fc.oneof(
  fc.constant([1, 0, 0, 0, 1, 0, 0, 0]),
  fc.constant([0, -1, 3, 1, 0, 0, 0, 0]),
  fc.constant([1, 0, 0.5, 0, 1, -30.5, 0, 0]),
  fc.constant([1, 0, 0, 0, 1, 0, -0.5, 0]), // nothing at x = 2
  fc.array(coefficient, { minLength: 8, maxLength: 8 }),
  fc.array(coefficient, { minLength: 6, maxLength: 6 }).map((affine) => [...affine, 0, 0]),
);
const jobs = fc
  .record({
    count: fc.integer({ min: 1, max: 3 }),
    height: side,
    width: side,
    channels: fc.integer({ min: 1, max: 9 }),
    beyond: fc.constantFrom('constantTaps', 'constantPoints', 'edge', 'reflect', 'wrap', 'shortWrap'),
    interpolation: fc.constantFrom('nearest', 'bilinear'),
    singlePrecision: fc.boolean(),
  })
  .chain(({ count, height, width, channels, ...how }) =>
    fc
      .record({
        transforms: fc.array(transform, { minLength: count, maxLength: count }),
        mirrors: fc.option(fc.array(fc.nat(3), { minLength: count, maxLength: count })),
      })
      .map(({ transforms, mirrors }) => ({
        ...(how as Pick<SampleJob, 'beyond' | 'interpolation' | 'singlePrecision'>),
        shape: [count, height, width, channels] as const,
        transforms: Float64Array.from(transforms.flat().map(how.singlePrecision ? Math.fround : Number)),
        ...(mirrors !== null && { mirrors: Int32Array.from(mirrors) }),
        fillValue: 7,
      })),
  );

function pictures(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => (i * 7919) % 256);
}

test('pages may compile the binaries at once: they are not above 4 kB', () => {
  for (const binary of [samplerBinary, sharedSamplerBinary]) expect(atob(binary).length).toBeLessThan(4096);
});

test('WebAssembly draws what JavaScript draws', () => {
  expect(samplerOf(new WebAssembly.Memory({ initial: 1 }))).toBeDefined();
  fc.assert(
    fc.property(jobs, (job: SampleJob) => {
      const length = job.shape.reduce((product, size) => product * size, 1);
      const data = pictures(length);
      const [fast, plain] = [new Float32Array(length + 8).fill(-1), new Float32Array(length)];
      sampleImages(data, job, fast.subarray(4, length + 4));
      samplePlainly(data, job, plain);
      expect(data).toEqual(pictures(length));
      expect([...fast.subarray(0, 4), ...fast.subarray(length + 4)]).toEqual(Array(8).fill(-1));
      const worst = plain.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (fast[i + 4] as number))),
        0,
      );
      expect(worst).toBeLessThan(job.interpolation === 'nearest' ? 1e-9 : 1e-3);
    }),
    { numRuns: 500 },
  );
});

test('draws where threads share the memory', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  expect(samplerOf(memory)).toBeDefined();
});

test('batches too large for one memory are drawn image by image', () => {
  const shape = [5, 1000, 1200, 3] as const;
  const data = pictures(5 * 3.6e6);
  const result = new Float32Array(data.length);
  const turn = [-1, 0, 1199, 0, -1, 999, 0, 0];
  const transforms = Float64Array.from([...turn, ...turn, ...turn, ...turn, ...turn]);
  const how = { beyond: 'edge', interpolation: 'nearest', fillValue: 0, singlePrecision: false } as const;
  sampleImages(data, { shape, transforms, mirrors: Int32Array.of(0, 0, 0, 0, 3), ...how }, result);
  const corner = (pixel: number) => [...result.subarray(pixel * 3, pixel * 3 + 3)];
  const pixel = (at: number) => [...data.subarray(at * 3, at * 3 + 3)];
  expect(corner(0)).toEqual(pixel(1.2e6 - 1));
  expect(corner(3.6e6)).toEqual(pixel(4.8e6 - 1));
  expect(corner(4.8e6)).toEqual(pixel(4.8e6));
});

import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { tensor, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { processImage } from '../process-image';
import { createPreprocessor } from './create-preprocessor';
import type { PreprocessingStep } from './preprocessing-step';

beforeAll(() => initBackend());

const photo: PixelImage = {
  width: 7,
  height: 5,
  channels: 3,
  data: Uint8Array.from({ length: 105 }, (_, i) => (i * 53) % 256),
};

const tutorialA: PreprocessingStep[] = [
  { op: 'grayscale' },
  { op: 'resize', height: 96, width: 96 },
  { op: 'flatten' },
  { op: 'rescale', scale: 1 / 255 },
];

const chains: [string, PreprocessingStep[], number[]][] = [
  ['nothing', [], [5, 7, 3]],
  ['tutorial A', tutorialA, [9216]],
  [
    'a backbone',
    [
      { op: 'resize', height: 4, width: 6 },
      { op: 'preprocessInput', mode: 'caffe' },
    ],
    [4, 6, 3],
  ],
  ['channels of mean 0 and deviation 1', [{ op: 'preprocessInput', mode: 'torch' }], [5, 7, 3]],
  [
    'two scalings, the second from -1 to 1',
    [
      { op: 'rescale', scale: 0.7, offset: 3 },
      { op: 'preprocessInput', mode: 'tf' },
      { op: 'flatten' },
      { op: 'rescale', scale: 3 },
    ],
    [105],
  ],
  ['scaling to -1..1', [{ op: 'rescale', scale: 1 / 127.5, offset: -1 }], [5, 7, 3]],
  ['normalised channels', [{ op: 'normalize', mean: [1, 2, 3], std: [1, 2, 0] }], [5, 7, 3]],
  ['normalised features', [{ op: 'flatten' }, { op: 'normalize', mean: 100, std: 50, epsilon: 1e-7 }], [105]],
  [
    'resizing late',
    [
      { op: 'rescale', scale: 2 },
      { op: 'resize', height: 3, width: 3, interpolation: 'area' },
      { op: 'grayscale' },
    ],
    [3, 3, 1],
  ],
  [
    'padding',
    [{ op: 'resize', height: 4, width: 9, padToAspectRatio: true, interpolation: 'lanczos3' }],
    [4, 9, 3],
  ],
];

describe.each(chains)('%s', (_, steps, shape) => {
  test('a picture and a batch of it give the same numbers', async () => {
    const preprocessor = createPreprocessor(steps);
    const one = await expectNoTensorLeak(() => preprocessor.process(photo), 1);
    const batch = tensor4d(new Float32Array([...photo.data, ...photo.data]), [2, 5, 7, 3]);
    const two = await expectNoTensorLeak(() => preprocessor.processBatch(batch), 1);
    expect(one.shape).toEqual(shape);
    expect(two.shape).toEqual([2, ...shape]);
    expect([one.dtype, two.dtype]).toEqual(['float32', 'float32']);
    const wanted = [...one.dataSync(), ...one.dataSync()];
    const largest = Math.max(1, ...wanted.map(Math.abs));
    for (const [i, value] of two.dataSync().entries())
      expect(Math.abs(value - (wanted[i] as number)) / largest).toBeLessThan(1e-5);
    one.dispose();
    two.dispose();
    expect(batch.isDisposed).toBe(false);
    batch.dispose();
  });

  test('survives JSON', () => {
    const preprocessor = createPreprocessor(steps);
    const again = createPreprocessor(JSON.parse(JSON.stringify(preprocessor)));
    expect(again.toJSON()).toEqual(preprocessor.toJSON());
    expect(again.steps).toEqual(preprocessor.steps);
  });
});

test('tutorial A as steps equals processImage', () => {
  const example = createPreprocessor(tutorialA).process(photo);
  const wanted = processImage(photo);
  for (const [i, value] of example.dataSync().entries()) expect(value).toBeCloseTo(wanted[i] as number, 6);
  example.dispose();
});

test('asks for colour where a step needs it', () => {
  expect(createPreprocessor([{ op: 'preprocessInput', mode: 'tf' }]).colorMode).toBe('rgb');
  expect(createPreprocessor([{ op: 'flatten' }]).colorMode).toBeUndefined();
});

test('takes batches of vectors, and whole numbers', async () => {
  const preprocessor = createPreprocessor([{ op: 'normalize', mean: [1, 2], std: [1, 1], epsilon: 0 }]);
  const batch = tensor2d([[1, 2], [3, 4]], undefined, 'int32'); // biome-ignore format: a matrix
  const result = preprocessor.processBatch(batch);
  expect(result.arraySync()).toEqual([[0, 0], [2, 2]]); // biome-ignore format: a matrix
  result.dispose();
  batch.dispose();
});

test('the result never shares the picture’s or the batch’s memory', () => {
  const preprocessor = createPreprocessor([]);
  const floats: PixelImage = { width: 1, height: 1, channels: 1, data: Float32Array.of(5) };
  const example = preprocessor.process(floats);
  floats.data[0] = 9;
  expect([...example.dataSync()]).toEqual([5]);
  const batch = tensor2d([[1]]);
  const result = preprocessor.processBatch(batch);
  batch.dispose();
  expect(result.arraySync()).toEqual([[1]]);
  result.dispose();
  example.dispose();
});

test.each([
  ['steps', undefined],
  ['steps', {}],
  ['steps', Array.from({ length: 101 }, () => ({ op: 'flatten' }))],
  ['steps[0]', [null]],
  ['steps[0].op', [{ op: 'blur' }]],
  ['steps[0].op', [{}]],
  ['steps[0].height', [{ op: 'resize', width: 5 }]],
  ['steps[0].height', [{ op: 'resize', width: 5, height: 1e12 }]],
  [
    'steps[0].padToAspectRatio',
    [{ op: 'resize', width: 5, height: 5, padToAspectRatio: true, cropToAspectRatio: true }],
  ],
  ['steps[1].scale', [{ op: 'flatten' }, { op: 'rescale', scale: Number.NaN }]],
  ['steps[0].size', [{ op: 'flatten', size: 3 }]],
  ['steps[0].mean', [{ op: 'normalize', mean: ['1'], std: 1 }]],
  ['steps[0].mean', [{ op: 'normalize', mean: [], std: 1 }]],
  ['steps[0].std', [{ op: 'normalize', mean: 1, std: -1 }]],
  ['steps[0].std', [{ op: 'normalize', mean: 1, std: [1, 0], epsilon: 0 }]],
  ['steps[0].mode', [{ op: 'preprocessInput' }]],
  ['steps[1].op', [{ op: 'flatten' }, { op: 'resize', height: 2, width: 2 }]],
  ['steps[1].op', [{ op: 'flatten' }, { op: 'flatten' }]],
  ['steps[2].op', [{ op: 'grayscale' }, { op: 'rescale', scale: 1 }, { op: 'preprocessInput', mode: 'tf' }]],
])('names %s when it is wrong', (argument, steps) => {
  const create = () => createPreprocessor(steps as never);
  expect(create).toThrow(expect.toSatisfy(InvalidArgumentError.isInstance));
  expect(create).toThrow(expect.objectContaining({ argument }));
});

test('any JSON gives a preprocessor or a typed error', () => {
  const step = fc.record(
    {
      op: fc.constantFrom('resize', 'normalize', 'flatten', 'rescale', 'x'),
      height: fc.jsonValue(),
      width: fc.nat(),
      mean: fc.jsonValue(),
      std: fc.jsonValue(),
      scale: fc.double(),
    },
    { requiredKeys: ['op'] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(step)), (json) => {
      try {
        createPreprocessor(json as never);
      } catch (error) {
        expect(error).toSatisfy(InvalidArgumentError.isInstance);
      }
    }),
  );
});

describe('refuses', () => {
  test.each([
    ['a picture without enough channels', [{ op: 'preprocessInput', mode: 'tf' }], [1, 2, 2, 1]],
    ['vectors where images are needed', [{ op: 'resize', height: 2, width: 2 }], [2, 4]],
    ['vectors where colours are needed', [{ op: 'grayscale' }], [2, 4]],
    ['a mean of another length', [{ op: 'normalize', mean: [1, 2], std: 1 }], [2, 3]],
    ['a single example', [], [3]],
  ] as [string, PreprocessingStep[], number[]][])(
    '%s, and leaves nothing behind',
    async (_, steps, shape) => {
      const batch = tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
      const call = expectNoTensorLeak(() => createPreprocessor(steps).processBatch(batch));
      await expect(call).rejects.toSatisfy(InvalidArgumentError.isInstance);
      batch.dispose();
    },
  );

  test('what is neither picture nor tensor', async () => {
    const preprocessor = createPreprocessor([]);
    await expect(expectNoTensorLeak(() => preprocessor.process({} as PixelImage))).rejects.toMatchObject({
      argument: 'image.width',
    });
    await expect(expectNoTensorLeak(() => preprocessor.processBatch([1] as never))).rejects.toMatchObject({
      argument: 'batch',
    });
  });
});

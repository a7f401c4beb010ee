import { fused, matMul, setBackend, sum, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it, test } from 'vitest';
import { initBackend } from '../../node/backend';
import { expectAsPlain, random, weightedGrads } from '../test-support/as-plain';

await initBackend({ backend: 'wasm' });
await setBackend('cpu');
afterEach(() => setBackend('cpu'));

describe('products', () => {
  it.each([
    ['matrices', [3, 5], [5, 4]],
    ['taller matrices', [9, 5], [5, 4]],
    ['batches', [6, 3, 5], [6, 5, 4]],
    ['taller batches', [3, 9, 5], [3, 5, 4]],
    ['a taller matrix with a batch', [1, 9, 5], [3, 5, 4]],
    ['one matrix with a batch', [1, 3, 5], [6, 5, 4]],
    ['a batch with one matrix', [6, 3, 5], [1, 5, 4]],
    ['batches of batches', [2, 3, 3, 5], [2, 3, 5, 4]],
    ['batches that stretch crosswise', [2, 1, 3, 5], [1, 3, 5, 4]],
  ])('%s', async (_, left, right) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const turned = (shape: number[], turn: boolean) =>
        turn ? [...shape.slice(0, -2), ...shape.slice(-2).reverse()] : shape;
      await expectAsPlain(() => {
        const [a, b] = [random(turned(left, transposeA), 1), random(turned(right, transposeB), 2)];
        return [matMul(a, b, transposeA, transposeB)];
      });
    }
  });

  it('have gradients', async () => {
    await expectAsPlain(() => weightedGrads(matMul as never, [random([7, 9], 1), random([9, 5], 2)]));
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const)(
    'fused with bias and %s',
    async (activation) => {
      await expectAsPlain(() => {
        const [a, b, bias] = [
          random<Tensor2D>([7, 9], 1),
          random<Tensor2D>([9, 5], 2),
          random<Tensor1D>([5], 3),
        ];
        return [
          fused.matMul({ a, b, bias, activation }),
          fused.matMul({ a, b, activation }),
          fused.matMul({ a: b, b: a, transposeA: true, transposeB: true, activation }),
        ];
      });
    },
  );

  it('refuse matrices that do not fit, as before', async () => {
    await setBackend('wasm');
    tidy(() => {
      expect(() => matMul(random([2, 3], 1), random([2, 3], 2))).toThrow(/inner/);
    });
  });
});

test('empty tensors are left to TensorFlow.js', async () => {
  await expectAsPlain(() => [matMul(random([0, 3], 1), random([3, 2], 2)), sum(random([3, 0], 1), 0)]);
});

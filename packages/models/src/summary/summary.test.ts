import { initBackend } from '@imgclf/runtime/node';

import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { cnn } from '../networks/cnn';
import { summary } from './summary';

beforeAll(async () => {
  await initBackend();
});

test('prints a stack as Keras does', () => {
  const stack = cnn({
    inputShape: [160, 160, 3],
    rescaling: { scale: 1 / 255 },
    filters: [16],
    denseUnits: [64],
    classes: 2,
  });
  expect(summary(stack)).toBe(
    `
Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┓
┃ Layer (type)                 ┃ Output Shape         ┃   Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━┩
│ rescaling (Rescaling)        │ (None, 160, 160, 3)  │         0 │
├──────────────────────────────┼──────────────────────┼───────────┤
│ conv2d (Conv2D)              │ (None, 158, 158, 16) │       448 │
├──────────────────────────────┼──────────────────────┼───────────┤
│ max_pooling2d (MaxPooling2D) │ (None, 79, 79, 16)   │         0 │
├──────────────────────────────┼──────────────────────┼───────────┤
│ flatten (Flatten)            │ (None, 99856)        │         0 │
├──────────────────────────────┼──────────────────────┼───────────┤
│ dense (Dense)                │ (None, 64)           │ 6,390,848 │
├──────────────────────────────┼──────────────────────┼───────────┤
│ dense_1 (Dense)              │ (None, 2)            │       130 │
└──────────────────────────────┴──────────────────────┴───────────┘
 Total params: 6,391,426 (24.38 MB)
 Trainable params: 6,391,426 (24.38 MB)
 Non-trainable params: 0 (0.00 B)`.trimStart(),
  );
});

test('shows what feeds each layer of a graph, and counts frozen weights', () => {
  const inputs = input({ shape: [8, 8, 3], name: 'picture' });
  const a = layers.conv2d({ filters: 2, kernelSize: 1, name: 'a', trainable: false });
  const b = layers.conv2d({ filters: 2, kernelSize: 1, name: 'b' });
  const branches = [a.apply(inputs), b.apply(inputs)] as SymbolicTensor[];
  const outputs = layers.add({ name: 'sum' }).apply(branches) as SymbolicTensor;
  const text = summary(model({ inputs, outputs, name: 'branches' }));
  expect(text).toContain('│ picture (InputLayer) │ (None, 8, 8, 3) │       0 │ -            │');
  expect(text).toContain('│ sum (Add)            │ (None, 8, 8, 2) │       0 │ a, b         │');
  expect(text).toContain(' Trainable params: 8 (32.00 B)\n Non-trainable params: 8 (32.00 B)');
});

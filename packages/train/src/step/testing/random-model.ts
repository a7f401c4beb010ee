import { batchNormalization, dropout } from '@imgclf/models';
import { Mt19937 } from '@imgclf/runtime';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }));
const padding = fc.constantFrom('same' as const, 'valid' as const);

const smooth = fc.constantFrom('linear' as const, 'sigmoid' as const, 'tanh' as const);
const kinked = fc.constantFrom(
  'linear' as const,
  'relu' as const,
  'relu6' as const,
  'sigmoid' as const,
  'tanh' as const,
);

/** Pieces of random networks of images, with the given activations. */
const blocksWith = (activation: typeof smooth | typeof kinked) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('conv' as const),
      filters: fc.integer({ min: 1, max: 5 }),
      kernelSize: pair(1, 3),
      strides: pair(1, 2),
      padding,
      activation,
      useBias: fc.boolean(),
      trainable: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('depthwise' as const),
      depthMultiplier: fc.integer({ min: 1, max: 2 }),
      kernelSize: pair(1, 3),
      stride: fc.integer({ min: 1, max: 2 }),
      padding,
      activation,
    }),
    fc.record({
      kind: fc.constant('norm' as const),
      scale: fc.boolean(),
      center: fc.boolean(),
      frozen: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('maxPool' as const), poolSize: pair(1, 3), strides: pair(1, 3), padding }),
    // Without padding: TensorFlow.js's gradient divides by the whole window where a part of it is padding.
    fc.record({ kind: fc.constant('avgPool' as const), poolSize: pair(1, 3), strides: pair(1, 3) }),
    fc.record({ kind: fc.constant('pad' as const), rows: pair(0, 2), columns: pair(0, 2) }),
    fc.record({ kind: fc.constant('relu' as const), maxValue: fc.constantFrom(undefined, 6) }),
    fc.record({ kind: fc.constant('residual' as const), activation }),
    fc.record({ kind: fc.constant('dropout' as const), rate: fc.constantFrom(0.2, 0.5) }),
  );

/** What a block may be. */
export type Block = ReturnType<typeof blocksWith> extends fc.Arbitrary<infer Value> ? Value : never;

/** A random network: images through blocks, then through a head. */
export const architectures = architecturesOf(blocksWith(kinked));

/**
 * Random networks without relus and maxima. Where a network has kinks, two runs that differ in the last bit of a float
 * part sooner or later, when a value falls on different sides of one.
 */
export const smoothArchitectures = architecturesOf(
  blocksWith(smooth).filter(({ kind }) => kind !== 'relu' && kind !== 'maxPool'),
);

function architecturesOf(blocks: fc.Arbitrary<Block>) {
  return fc.record({
    height: fc.integer({ min: 6, max: 12 }),
    width: fc.integer({ min: 6, max: 12 }),
    channels: fc.integer({ min: 1, max: 4 }),
    batch: fc.integer({ min: 1, max: 5 }),
    classes: fc.integer({ min: 2, max: 4 }),
    blocks: fc.array(blocks, { minLength: 1, maxLength: 4 }),
    // Not the global maximum: where several are largest, TensorFlow.js counts its gradient several times.
    head: fc.constantFrom('flatten' as const, 'average' as const),
    hidden: fc.constantFrom(0, 7),
  });
}

/** One random network. */
export type Architecture =
  ReturnType<typeof architecturesOf> extends fc.Arbitrary<infer Value> ? Value : never;

/** Builds a network. */
export function buildRandomModel({ height, width, channels, classes, ...rest }: Architecture): LayersModel {
  const images = input({ shape: [height, width, channels] });
  const heads = { flatten: layers.flatten, average: layers.globalAveragePooling2d };
  let x = rest.blocks.reduce(
    applyBlock,
    layers.rescaling({ scale: 2, offset: -1 }).apply(images) as SymbolicTensor,
  );
  x = heads[rest.head]({}).apply(x) as SymbolicTensor;
  if (rest.hidden > 0)
    x = layers.dense({ units: rest.hidden, activation: 'relu' }).apply(x) as SymbolicTensor;
  const output = layers.dense({ units: classes, activation: 'softmax' }).apply(x) as SymbolicTensor;
  return model({ inputs: images, outputs: output });
}

/** Adds a block to a network; a block that does not fit the image is left out. */
function applyBlock(x: SymbolicTensor, block: Block): SymbolicTensor {
  const [, height = 0, width = 0] = x.shape as [null, number, number];
  const [rows = 1, columns = 1] = windowOf(block);
  if (height < rows || width < columns) return x;
  const [first, ...more] = layersOf(block, x.shape[3] as number);
  const y = more.reduce((at, layer) => layer.apply(at) as SymbolicTensor, first?.apply(x) as SymbolicTensor);
  return block.kind === 'residual' ? (layers.add().apply([x, y]) as SymbolicTensor) : y;
}

function windowOf(block: Block): readonly number[] {
  if ('kernelSize' in block) return block.kernelSize;
  return 'poolSize' in block ? block.poolSize : [1, 1];
}

function layersOf(block: Block, channels: number): layers.Layer[] {
  switch (block.kind) {
    case 'conv':
      return [layers.conv2d(block as never)];
    case 'depthwise':
      return [layers.depthwiseConv2d({ ...block, strides: block.stride } as never)];
    case 'norm':
      return [
        batchNormalization({
          scale: block.scale,
          center: block.center,
          inferenceOnly: block.frozen,
          trainable: !block.frozen,
        }),
      ];
    case 'maxPool':
      return [layers.maxPooling2d(block)];
    case 'avgPool':
      return [layers.averagePooling2d(block)];
    case 'pad':
      return [layers.zeroPadding2d({ padding: [block.rows, block.columns] })];
    case 'relu':
      return [layers.reLU(block.maxValue === undefined ? {} : { maxValue: block.maxValue })];
    case 'residual': {
      const conv = layers.conv2d({ filters: channels, kernelSize: 3, padding: 'same', useBias: false });
      return [conv, batchNormalization(), layers.activation({ activation: block.activation as never })];
    }
    case 'dropout':
      return [dropout({ rate: block.rate })];
  }
}

/** Sets a network's weights to numbers that follow from a seed. */
export function setRandomWeights(model: LayersModel, seed = 1): void {
  const random = new Mt19937(seed);
  const values = model.weights.map(({ originalName, shape }) => {
    const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
    const spread = Math.sqrt(3 / (size / (shape.at(-1) ?? 1)));
    const middle = /variance|gamma/.test(originalName) ? 1 : 0;
    const width = middle === 1 ? 0.3 : spread;
    return tensor(
      Float32Array.from({ length: size }, () => middle + (2 * random.random() - 1) * width),
      shape as number[],
    );
  });
  model.setWeights(values);
  dispose(values);
}

/** A random batch for a network: images in [0, 1) and one-hot labels. */
export function randomBatch(
  { height, width, channels, classes, batch }: Architecture,
  seed = 1,
): { xs: Tensor; ys: Tensor } {
  const random = new Mt19937(seed);
  const xs = Float32Array.from({ length: batch * height * width * channels }, () => random.random());
  const ys = new Float32Array(batch * classes);
  for (let example = 0; example < batch; example++) ys[example * classes + random.bounded(classes - 1)] = 1;
  return { xs: tensor(xs, [batch, height, width, channels]), ys: tensor(ys, [batch, classes]) };
}

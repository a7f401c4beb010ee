import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { dropoutMask } from '../dropout-mask';
import type {
  Activate,
  ActivationGradient,
  Add,
  AddBias,
  CallLayer,
  ColumnSums,
  Dropout,
  DropoutGradient,
  MatMul,
  Pad,
  PadGradient,
  Rescale,
} from '../program/operation';
import { sizeOf } from '../program/value';
import { activationNames, finish } from './node-tail';
import type { NodeValues } from './node-values';
import type { Handle } from './tensorflow';

export function nodeMatMul(values: NodeValues, operation: MatMul): () => void {
  const { tensorflow } = values;
  const { a, b, transposeA = false, transposeB = false } = operation;
  const flags = [tensorflow.flag('transpose_a', transposeA), tensorflow.flag('transpose_b', transposeB)];
  const attributes = [tensorflow.float, ...flags];
  return () =>
    finish(values, operation, tensorflow.run('MatMul', attributes, [values.get(a), values.get(b)]));
}

export function nodeActivate(values: NodeValues, { x, y, activation }: Activate): () => void {
  const { tensorflow } = values;
  const name = activationNames[activation];
  return () => values.set(y, tensorflow.run(name, [tensorflow.float], [values.get(x)]));
}

export function nodeActivationGradient(
  values: NodeValues,
  { dy, y, dx, activation }: ActivationGradient,
): () => void {
  const { tensorflow } = values;
  if (activation === 'softmax') return nodeSoftmaxGradient(values, { dy, y, dx });
  // The relus' gradients take (dy, y), those of the others (y, dy).
  const relu = activation === 'relu' || activation === 'relu6';
  const order = relu ? [dy, y] : [y, dy];
  const name = `${activationNames[activation]}Grad`;
  return () =>
    values.set(
      dx,
      tensorflow.run(
        name,
        [tensorflow.float],
        order.map((id) => values.get(id)),
      ),
    );
}

/** `dx = y (dy - sum(dy y))`. */
function nodeSoftmaxGradient(
  values: NodeValues,
  { dy, y, dx }: Pick<ActivationGradient, 'dy' | 'y' | 'dx'>,
): () => void {
  const { tensorflow } = values;
  const axis = tensorflow.list([-1]);
  const sumAttributes = [
    tensorflow.float,
    tensorflow.type('Tidx', 'int32'),
    tensorflow.flag('keep_dims', true),
  ];
  const run = (name: string, inputs: readonly Handle[]) => tensorflow.run(name, [tensorflow.float], inputs);
  return () => {
    const product = run('Mul', [values.get(dy), values.get(y)]);
    const sum = tensorflow.run('Sum', sumAttributes, [product, axis]);
    const difference = run('Sub', [values.get(dy), sum]);
    values.set(dx, run('Mul', [values.get(y), difference]));
    for (const handle of [product, sum, difference]) tensorflow.free(handle);
  };
}

export function nodeColumnSums(values: NodeValues, { x, output }: ColumnSums): () => void {
  const { tensorflow } = values;
  return () => values.set(output, tensorflow.run('BiasAddGrad', [tensorflow.float], [values.get(x)]));
}

export function nodeAddBias(values: NodeValues, operation: AddBias): () => void {
  const { tensorflow } = values;
  const { x, bias, y, activation } = operation;
  const tail = activation === undefined ? { y } : { y, activation };
  return () =>
    finish(values, tail, tensorflow.run('BiasAdd', [tensorflow.float], [values.get(x), values.get(bias)]));
}

export function nodeAdd(values: NodeValues, operation: Add): () => void {
  const { tensorflow } = values;
  const { a, b } = operation;
  return () =>
    finish(values, operation, tensorflow.run('AddV2', [tensorflow.float], [values.get(a), values.get(b)]));
}

export function nodePad(values: NodeValues, { x, y, top, left }: Pad): () => void {
  const { tensorflow } = values;
  const [, inHeight = 0, inWidth = 0] = values.shape(x);
  const [, outHeight = 0, outWidth = 0] = values.shape(y);
  const paddings = [0, 0, top, outHeight - inHeight - top, left, outWidth - inWidth - left, 0, 0];
  const attributes = [tensorflow.float, tensorflow.type('Tpaddings', 'int32')];
  const pairs = tensorflow.list(paddings, [4, 2]);
  return () => values.set(y, tensorflow.run('Pad', attributes, [values.get(x), pairs]));
}

export function nodePadGradient(values: NodeValues, { dy, dx, top, left }: PadGradient): () => void {
  const { tensorflow } = values;
  const attributes = [tensorflow.float, tensorflow.type('Index', 'int32')];
  const begin = tensorflow.list([0, top, left, 0]);
  const size = tensorflow.list(values.shape(dx));
  return () => values.set(dx, tensorflow.run('Slice', attributes, [values.get(dy), begin, size]));
}

export function nodeDropout(values: NodeValues, operation: Dropout): () => void {
  const { tensorflow } = values;
  const { x, y, mask } = operation;
  const shape = values.shape(mask);
  return () => {
    const { seed, iteration } = values.draws();
    const drawn = dropoutMask(new Float32Array(sizeOf(shape)), { seed, ...operation }, iteration);
    values.set(mask, tensorflow.floats(drawn, shape));
    values.set(y, tensorflow.run('Mul', [tensorflow.float], [values.get(x), values.get(mask)]));
  };
}

export function nodeDropoutGradient(values: NodeValues, { dy, mask, dx }: DropoutGradient): () => void {
  const { tensorflow } = values;
  return () => values.set(dx, tensorflow.run('Mul', [tensorflow.float], [values.get(dy), values.get(mask)]));
}

export function nodeRescale(values: NodeValues, { x, y, scale, offset }: Rescale): () => void {
  const { tensorflow } = values;
  return () => {
    const scaled = tensorflow.run('Mul', [tensorflow.float], [values.get(x), tensorflow.constant(scale)]);
    values.set(y, tensorflow.run('AddV2', [tensorflow.float], [scaled, tensorflow.constant(offset)]));
    tensorflow.free(scaled);
  };
}

/** Calls a layer through TensorFlow.js. */
export function nodeCallLayer(values: NodeValues, { layer, inputs, y }: CallLayer): () => void {
  const { tensorflow } = values;
  return () => {
    const made = tidy(() => {
      const given = inputs.map((id) => tensorflow.tensor(tensorflow.copy(values.get(id)), values.shape(id)));
      return layer.apply(given, { training: true }) as Tensor;
    });
    values.set(y, tensorflow.copy(tensorflow.handleOf(made)));
    dispose(made);
  };
}

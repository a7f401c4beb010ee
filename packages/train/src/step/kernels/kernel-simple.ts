import { engine, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { dropoutMask } from '../dropout-mask';
import type {
  Activate,
  Activation,
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
import type { RunOperation } from './kernel-values';
import { reshaped } from './kernels';

/** TensorFlow.js's kernels for activations. */
export const activationKernels: Readonly<Record<Exclude<Activation, 'softmax'>, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};

export const runMatMul: RunOperation<MatMul> = (values, operation) => {
  const { a, b, bias, output, transposeA = false, transposeB = false, activation } = operation;
  const cube = (id: number) => reshaped(values.get(id), [1, ...values.shape(id)]);
  const inputs = { a: cube(a), b: cube(b), bias: values.maybe(bias) };
  values.set(output, values.kernels.run('_FusedMatMul', inputs, { transposeA, transposeB, activation }));
};

export const runActivate: RunOperation<Activate> = (values, { x, y, activation }) => {
  const { kernels } = values;
  if (activation === 'softmax') {
    const dim = values.shape(x).length - 1;
    values.set(y, kernels.run('Softmax', { logits: values.get(x) }, { dim }));
  } else values.set(y, kernels.run(activationKernels[activation], { x: values.get(x) }));
};

export const runColumnSums: RunOperation<ColumnSums> = (values, { x, output, rows, columns }) => {
  const flat = reshaped(values.get(x), [rows, columns]);
  values.set(output, values.kernels.run('Sum', { x: flat }, { axis: [0], keepDims: false }));
};

export const runAdd: RunOperation<Add> = (values, { a, b, output, activation = 'linear' }) => {
  const { kernels } = values;
  const [sum] = kernels.scope(() => {
    const plain = kernels.run('Add', { a: values.get(a), b: values.get(b) });
    return [
      activation === 'linear' ? plain : kernels.run(activationKernels[activation], { x: plain }),
    ] as const;
  });
  values.set(output, sum);
};

export const runAddBias: RunOperation<AddBias> = (values, { x, bias, y, ...rest }) => {
  runAdd(values, {
    kernel: 'add',
    a: x,
    b: bias,
    output: y,
    ...(rest.activation ? { activation: rest.activation } : {}),
  });
};

export const runPad: RunOperation<Pad> = (values, { x, y, top, left }) => {
  const [, inHeight = 0, inWidth = 0] = values.shape(x);
  const [, outHeight = 0, outWidth = 0] = values.shape(y);
  const paddings = [
    [0, 0],
    [top, outHeight - inHeight - top],
    [left, outWidth - inWidth - left],
    [0, 0],
  ];
  values.set(y, values.kernels.run('PadV2', { x: values.get(x) }, { paddings, constantValue: 0 }));
};

export const runPadGradient: RunOperation<PadGradient> = (values, { dy, dx, top, left }) => {
  const attrs = { begin: [0, top, left, 0], size: [...values.shape(dx)] };
  values.set(dx, values.kernels.run('Slice', { x: values.get(dy) }, attrs));
};

export const runDropout: RunOperation<Dropout> = (values, operation) => {
  const { kernels } = values;
  const { x, y, mask } = operation;
  const shape = values.shape(mask);
  const { seed, iteration } = values.draws();
  const drawn = dropoutMask(new Float32Array(sizeOf(shape)), { seed, ...operation }, iteration);
  values.set(mask, kernels.upload(drawn, shape));
  values.set(y, kernels.run('Multiply', { a: values.get(x), b: values.get(mask) }));
};

export const runDropoutGradient: RunOperation<DropoutGradient> = (values, { dy, mask, dx }) => {
  values.set(dx, values.kernels.run('Multiply', { a: values.get(dy), b: values.get(mask) }));
};

export const runRescale: RunOperation<Rescale> = (values, { x, y, scale, offset }) => {
  const { kernels } = values;
  const [moved] = kernels.scope(() => {
    const scaled = kernels.run('Multiply', { a: values.get(x), b: kernels.constant(scale) });
    return [kernels.run('Add', { a: scaled, b: kernels.constant(offset) })] as const;
  });
  values.set(y, moved);
};

export const runCallLayer: RunOperation<CallLayer> = (values, { layer, inputs, y }) => {
  const { kernels } = values;
  const made = tidy(() => {
    const given = inputs.map((id) => engine().makeTensorFromTensorInfo(kernels.share(values.get(id))));
    return layer.apply(given, { training: true }) as Tensor;
  });
  values.set(y, kernels.share(made));
  made.dispose();
};

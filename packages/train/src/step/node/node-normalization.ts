import type {
  BatchNormTraining,
  BatchNormTrainingGradient,
  FoldBatchNorm,
  ScaleAndShift,
  ValueId,
} from '../program/operation';
import { finish } from './node-tail';
import type { NodeValues } from './node-values';
import type { Attribute, Handle, Tensorflow } from './tensorflow';

/** The six outputs of TensorFlow's fused batch normalisation; its variance is the unbiased one. */
type Normalized = [y: Handle, mean: Handle, variance: Handle, saved1: Handle, saved2: Handle, saved3: Handle];

/** Batch normalisation by the batch's statistics, which also moves the variables. */
export function nodeBatchNorm(values: NodeValues, operation: BatchNormTraining): () => void {
  const { tensorflow } = values;
  const { x, y, gamma, beta, rows, columns, epsilon, momentum } = operation;
  const attributes = normAttributes(tensorflow, epsilon);
  const image = [rows, 1, 1, columns];
  const none = tensorflow.vector(0, 0);
  return () => {
    const scale = gamma === undefined ? tensorflow.vector(1, columns) : values.get(gamma);
    const offset = beta === undefined ? tensorflow.vector(0, columns) : values.get(beta);
    const flat = tensorflow.reshape(values.get(x), image);
    const inputs = [flat, scale, offset, none, none];
    const made = tensorflow.runAll('FusedBatchNormV3', attributes, { inputs, outputs: 6 }) as Normalized;
    const [normal, mean, variance, saved1, saved2, saved3] = made;
    finish(values, operation, tensorflow.reshape(normal, values.shape(y)));
    values.set(operation.mean, saved1);
    values.set(operation.variance, saved2);
    values.keep(operation.mean, saved3);
    move(values, operation.movingMean, { to: mean, scale: 1, by: 1 - momentum });
    move(values, operation.movingVariance, { to: variance, scale: (rows - 1) / rows, by: 1 - momentum });
    for (const handle of [flat, normal, mean, variance]) tensorflow.free(handle);
  };
}

/** Its gradient. */
export function nodeBatchNormGradient(values: NodeValues, operation: BatchNormTrainingGradient): () => void {
  const { tensorflow } = values;
  const { x, dy, dx, dGamma, dBeta, gamma, rows, columns, mean, variance, epsilon } = operation;
  const attributes = normAttributes(tensorflow, epsilon);
  const image = [rows, 1, 1, columns];
  return () => {
    const scale = gamma === undefined ? tensorflow.vector(1, columns) : values.get(gamma);
    const flatDy = tensorflow.reshape(values.get(dy), image);
    const flatX = tensorflow.reshape(values.get(x), image);
    const inputs = [flatDy, flatX, scale, values.get(mean), values.get(variance), values.kept(mean)];
    const made = tensorflow.runAll('FusedBatchNormGradV3', attributes, { inputs, outputs: 5 });
    const [flatDx = -1, dScale = -1, dOffset = -1, ...rest] = made;
    values.set(dx, tensorflow.reshape(flatDx, values.shape(dx)));
    if (dGamma === undefined) rest.push(dScale);
    else values.set(dGamma, dScale);
    if (dBeta === undefined) rest.push(dOffset);
    else values.set(dBeta, dOffset);
    for (const handle of [flatDy, flatX, flatDx, ...rest]) tensorflow.free(handle);
  };
}

/** A scale and a shift that do the same as batch normalisation by the moving statistics. */
export function nodeFoldBatchNorm(values: NodeValues, operation: FoldBatchNorm): () => void {
  const { tensorflow } = values;
  const { gamma, beta, mean, variance, epsilon, scale, shift } = operation;
  const run = (name: string, inputs: readonly Handle[]) => tensorflow.run(name, [tensorflow.float], inputs);
  return () => {
    const sum = run('AddV2', [values.get(variance), tensorflow.constant(epsilon)]);
    const root = run('Rsqrt', [sum]);
    const factor = gamma === undefined ? run('Identity', [root]) : run('Mul', [root, values.get(gamma)]);
    const moved = run('Mul', [values.get(mean), factor]);
    const offset = beta === undefined ? run('Neg', [moved]) : run('Sub', [values.get(beta), moved]);
    values.set(scale, factor);
    values.set(shift, offset);
    for (const handle of [sum, root, moved]) tensorflow.free(handle);
  };
}

/** A multiplication and a sum along the last axis. */
export function nodeScaleAndShift(values: NodeValues, operation: ScaleAndShift): () => void {
  const { tensorflow } = values;
  const { x, scale, shift, activation } = operation;
  const tail = {
    y: operation.y,
    ...(shift === undefined ? {} : { bias: shift }),
    ...(activation === undefined ? {} : { activation }),
  };
  return () =>
    finish(values, tail, tensorflow.run('Mul', [tensorflow.float], [values.get(x), values.get(scale)]));
}

/** `statistic += (to scale - statistic) by`. */
function move(
  values: NodeValues,
  statistic: ValueId,
  { to, scale, by }: { to: Handle; scale: number; by: number },
): void {
  const { tensorflow } = values;
  const run = (name: string, inputs: readonly Handle[]) => tensorflow.run(name, [tensorflow.float], inputs);
  const target = run('Mul', [to, tensorflow.constant(scale)]);
  const difference = run('Sub', [target, values.get(statistic)]);
  const step = run('Mul', [difference, tensorflow.constant(by)]);
  const moved = run('AddV2', [values.get(statistic), step]);
  for (const handle of [target, difference, step]) tensorflow.free(handle);
  values.assign(statistic, moved);
}

function normAttributes(tensorflow: Tensorflow, epsilon: number): Attribute[] {
  return [
    tensorflow.float,
    tensorflow.type('U', 'float'),
    tensorflow.number('epsilon', epsilon),
    tensorflow.text('data_format', 'NHWC'),
    tensorflow.flag('is_training', true),
  ];
}

import {
  cast,
  dispose,
  mul,
  reshape,
  type Scalar,
  scalar,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { LogitActivation, Loss } from '../../losses/loss';
import { headGradient } from '../head-gradient';
import { type HostLoss, headOf } from '../host/host-loss';
import type { StepBatch } from '../training-step';
import { activationNames } from './node-tail';
import type { Handle, Tensorflow } from './tensorflow';

/** The end of the forward pass. */
export interface NodeHead {
  tensorflow: Tensorflow;
  loss: Loss;
  batch: StepBatch;
  /** The model's output, or its logits. */
  output: Handle;
  shape: readonly number[];
  logits: LogitActivation | undefined;
  /** The host's version of the loss, where it is to be computed here. */
  host: HostLoss | undefined;
}

/** What lies between the forward and the backward pass. */
export interface NodeHeadResult {
  loss: Scalar;
  /** With respect to the output; the caller frees it. */
  gradient: Handle;
  /** Makes the model's output, where it is wanted. */
  predictions(): Tensor;
}

/** The loss, its gradient and the predictions. */
export function nodeLoss(head: NodeHead): NodeHeadResult {
  const { tensorflow, loss, logits, shape, output, host } = head;
  if (host !== undefined) return onHost(head, host);
  const fused = logits === 'softmax' && shape.length === 2 ? fusedKernels[loss.name] : undefined;
  const result = fused === undefined ? differentiated(head) : scaled(head, fused(head));
  const activated = () =>
    logits === undefined
      ? tensorflow.copy(output)
      : tensorflow.run(activationNames[logits], [tensorflow.float], [output]);
  return { ...result, predictions: () => tensorflow.tensor(activated(), shape) };
}

function onHost({ tensorflow, batch, output, shape }: NodeHead, host: HostLoss): NodeHeadResult {
  const head = headOf(host, batch, shape);
  const { rows, columns, probabilities } = head;
  const gradient = new Float32Array(rows * columns);
  const value = host.compute({ ...head, logits: tensorflow.read(output), gradient });
  return {
    loss: scalar(value),
    gradient: tensorflow.floats(gradient, shape),
    predictions: () => tensor(probabilities, [rows, columns]),
  };
}

/** The loss of each example and its gradient with respect to the example's logits. */
type Fused = (head: NodeHead) => { losses: Handle; gradients: Handle };

const fusedKernels: Readonly<Record<string, Fused>> = {
  categoricalCrossentropy: fusedCategorical,
  sparseCategoricalCrossentropy: fusedSparse,
};

function fusedCategorical({ tensorflow, loss, batch, output, shape }: NodeHead): ReturnType<Fused> {
  const { labelSmoothing = 0 } = loss.settings ?? {};
  const labels = cast(batch.ys, 'float32');
  const run = (name: string, inputs: readonly Handle[]) => tensorflow.run(name, [tensorflow.float], inputs);
  const kept = run('Mul', [tensorflow.handleOf(labels), tensorflow.constant(1 - labelSmoothing)]);
  const smooth = run('AddV2', [kept, tensorflow.constant(labelSmoothing / (shape[1] ?? 1))]);
  const call = { inputs: [output, smooth], outputs: 2 };
  const made = tensorflow.runAll('SoftmaxCrossEntropyWithLogits', [tensorflow.float], call);
  for (const handle of [kept, smooth]) tensorflow.free(handle);
  dispose(labels);
  const [losses = -1, gradients = -1] = made;
  return { losses, gradients };
}

function fusedSparse({ tensorflow, batch, output, shape }: NodeHead): ReturnType<Fused> {
  const labels = tidy(() => cast(reshape(batch.ys, [shape[0] ?? 1]), 'int32'));
  const attributes = [tensorflow.float, tensorflow.type('Tlabels', 'int32')];
  const call = { inputs: [output, tensorflow.handleOf(labels)], outputs: 2 };
  const made = tensorflow.runAll('SparseSoftmaxCrossEntropyWithLogits', attributes, call);
  dispose(labels);
  const [losses = -1, gradients = -1] = made;
  return { losses, gradients };
}

/** Keras's mean: the weighted losses over the number of examples. Frees what it is given. */
function scaled(
  { tensorflow, batch, shape: [rows = 1] }: NodeHead,
  { losses, gradients }: ReturnType<Fused>,
): Omit<NodeHeadResult, 'predictions'> {
  const { sampleWeight } = batch;
  const shares = sampleWeight && tidy(() => mul(reshape(cast(sampleWeight, 'float32'), [rows, 1]), 1 / rows));
  const share = shares === undefined ? tensorflow.constant(1 / rows) : tensorflow.handleOf(shares);
  const run = (name: string, inputs: readonly Handle[]) => tensorflow.run(name, [tensorflow.float], inputs);
  const column = tensorflow.reshape(losses, [rows, 1]);
  const weighted = run('Mul', [column, share]);
  const gradient = run('Mul', [gradients, share]);
  const sumAttributes = [
    tensorflow.float,
    tensorflow.type('Tidx', 'int32'),
    tensorflow.flag('keep_dims', false),
  ];
  const sum = tensorflow.run('Sum', sumAttributes, [weighted, tensorflow.list([0, 1])]);
  for (const handle of [losses, gradients, column, weighted]) tensorflow.free(handle);
  if (shares !== undefined) dispose(shares);
  return { loss: tensorflow.tensor(sum, []) as Scalar, gradient };
}

/** Any loss, through TensorFlow.js. */
function differentiated({
  tensorflow,
  loss,
  batch,
  output,
  shape,
  logits,
}: NodeHead): Omit<NodeHeadResult, 'predictions'> {
  const at = tensorflow.tensor(tensorflow.copy(output), shape);
  const { value, gradient } = tidy(() => headGradient({ ...batch, output: at, loss, logits }));
  const handle = tensorflow.copy(tensorflow.handleOf(gradient));
  dispose([at, gradient]);
  return { loss: value, gradient: handle };
}

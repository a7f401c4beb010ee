import type { LogitActivation, Loss } from '../../losses/loss';
import type { StepBatch } from '../training-step';

/** The end of a forward pass in plain numbers. */
export interface HostHead {
  /** The logits, `[rows, columns]`. */
  logits: Float32Array;
  /** What the outputs should be, `[rows, columns]`. */
  targets: Float32Array;
  /** A weight for each row; all 1 where absent. */
  weights?: ArrayLike<number> | undefined;
  rows: number;
  columns: number;
  /** Takes the gradient of the mean loss, `[rows, columns]`. */
  gradient: Float32Array;
  /** Takes the model's output, `[rows, columns]`. */
  probabilities: Float32Array;
}

/**
 * A loss from logits in JavaScript: outputs are small, and one pass beats a handful of kernels.
 */
export interface HostLoss {
  /** The targets that labels stand for, `[rows, columns]`. */
  targets(labels: ArrayLike<number>, sizes: { rows: number; columns: number }): Float32Array;
  /** Fills gradient and probabilities and returns the mean loss. */
  compute(head: HostHead): number;
}

/** What a batch brings to a head: all of it but the logits and where the gradient goes. */
export function headOf(
  host: HostLoss,
  { ys, sampleWeight }: StepBatch,
  [rows = 1, columns = 1]: readonly number[],
): Omit<HostHead, 'logits' | 'gradient'> {
  const targets = host.targets(ys.dataSync(), { rows, columns });
  const weights = sampleWeight?.dataSync();
  return { targets, weights, rows, columns, probabilities: new Float32Array(rows * columns) };
}

/** The host's version of a loss behind a final activation; undefined where it has none. */
export function hostLoss(loss: Loss, logits: LogitActivation | undefined): HostLoss | undefined {
  const { labelSmoothing = 0 } = loss.settings ?? {};
  if (logits === 'softmax' && loss.name === 'categoricalCrossentropy') {
    const targets: HostLoss['targets'] = (labels, { columns }) => smooth(labels, labelSmoothing, columns);
    return { targets, compute: softmaxLoss };
  }
  if (logits === 'softmax' && loss.name === 'sparseCategoricalCrossentropy') {
    return { targets: oneHot, compute: softmaxLoss };
  }
  if (logits === 'sigmoid' && loss.name === 'binaryCrossentropy') {
    return { targets: (labels) => smooth(labels, labelSmoothing, 2), compute: sigmoidLoss };
  }
  return undefined;
}

function smooth(labels: ArrayLike<number>, share: number, classes: number): Float32Array {
  if (share === 0) return Float32Array.from(labels);
  return Float32Array.from(labels, (label) => label * (1 - share) + share / classes);
}

function oneHot(
  labels: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
): Float32Array {
  const targets = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const label = labels[row] ?? -1;
    if (label >= 0 && label < columns) targets[row * columns + label] = 1;
  }
  return targets;
}

function softmaxLoss({ logits, targets, weights, rows, columns, gradient, probabilities }: HostHead): number {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const end = start + columns;
    let largest = Number.NEGATIVE_INFINITY;
    for (let at = start; at < end; at++) largest = Math.max(largest, logits[at] as number);
    let sum = 0;
    for (let at = start; at < end; at++) {
      const power = Math.exp((logits[at] as number) - largest);
      probabilities[at] = power;
      sum += power;
    }
    const weight = weights === undefined ? 1 : (weights[row] as number);
    const logSum = Math.log(sum);
    let loss = 0;
    let mass = 0;
    for (let at = start; at < end; at++) {
      const target = targets[at] as number;
      mass += target;
      if (target !== 0) loss += target * (logSum + largest - (logits[at] as number));
      probabilities[at] = (probabilities[at] as number) / sum;
    }
    for (let at = start; at < end; at++) {
      gradient[at] = ((mass * (probabilities[at] as number) - (targets[at] as number)) * weight) / rows;
    }
    total += loss * weight;
  }
  return total / rows;
}

function sigmoidLoss({ logits, targets, weights, rows, columns, gradient, probabilities }: HostHead): number {
  let total = 0;
  const share = 1 / (rows * columns);
  for (let at = 0; at < rows * columns; at++) {
    const logit = logits[at] as number;
    const target = targets[at] as number;
    const weight = weights === undefined ? 1 : (weights[Math.floor(at / columns)] as number);
    const probability = 1 / (1 + Math.exp(-logit));
    total += (Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)))) * weight;
    probabilities[at] = probability;
    gradient[at] = (probability - target) * weight * share;
  }
  return total * share;
}

import { InvalidArgumentError } from '@imgclf/runtime';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ReaderPosition } from '../batches/epoch-reader';
import type { CallbackState } from '../callbacks/callback-state';
import { copyNumbers, restoreSnapshot, type WeightSnapshot } from '../callbacks/weight-snapshot';
import type { History } from '../history/history';
import type { MeterState } from '../logs/batch-meter';
import type { Optimizer } from '../optimizers/optimizer';

/** How far a run has come. */
export interface TrainingPosition {
  /** Epochs that have ended. */
  epoch: number;
  /** Steps taken of the epoch after them. */
  step: number;
}

/** What an optimiser has learned, in ordinary memory. */
export interface OptimizerSnapshot {
  name: string;
  iterations: number;
  /** The rate, where it is a number; a schedule follows from the iterations. */
  learningRate: number | undefined;
  slots: readonly Float32Array[];
}

/** Everything a run needs to go on to the last bit. Numbers may be NaN or infinite. */
export interface TrainingState {
  position: TrainingPosition;
  /** Where the training and the validation data stand. */
  readers: (ReaderPosition | undefined)[];
  seed: number;
  stopTraining: boolean;
  history: History;
  /** Results of the epoch that has not ended. */
  meter: MeterState;
  weights: WeightSnapshot;
  optimizer: OptimizerSnapshot;
  /** By the callbacks' place in `fit`'s options; undefined for those that save nothing. */
  callbacks: (CallbackState | undefined)[];
}

/** Copies what the optimiser has learned off the device. */
export async function snapshotOptimizer(optimizer: Optimizer): Promise<OptimizerSnapshot> {
  const { name, iterations, learningRate, kept } = optimizer;
  return {
    name,
    iterations,
    learningRate: typeof learningRate === 'number' ? learningRate : undefined,
    slots: await copyNumbers(kept),
  };
}

/**
 * Gives a model and an optimiser, built for it, back what they had learned.
 * @throws {InvalidArgumentError} when the state is of another model or optimiser; nothing has changed then
 */
export function restoreLearned(
  model: LayersModel,
  optimizer: Optimizer,
  { weights, optimizer: saved }: Pick<TrainingState, 'weights' | 'optimizer'>,
): void {
  const slots = optimizer.kept;
  requireSizes('weights', model.getWeights(false), weights);
  requireSizes(`${saved.name} slots`, slots, saved.slots);
  const made: Tensor[] = [];
  try {
    for (const [index, slot] of slots.entries()) {
      made.push(tensor(saved.slots[index] as Float32Array, slot.shape));
    }
    optimizer.restore({ name: saved.name, iterations: saved.iterations, slots: made });
    if (saved.learningRate !== undefined) optimizer.learningRate = saved.learningRate;
    restoreSnapshot(model, weights);
  } finally {
    dispose(made);
  }
}

function requireSizes(what: string, tensors: readonly Tensor[], arrays: readonly Float32Array[]): void {
  const wanted = tensors.map((each) => each.size);
  const received = arrays.map((each) => each.length);
  if (wanted.length === received.length && wanted.every((size, i) => size === received[i])) return;
  throw new InvalidArgumentError({
    argument: 'state',
    allowed: `${what} of the sizes ${wanted}, those of this model`,
    received,
    hint: 'The saved run belongs to another model or optimiser.',
  });
}

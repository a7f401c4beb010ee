import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** The loss became NaN or infinite. */
export class TrainingDivergedError extends ImgclfError {
  readonly code = 'TRAINING_DIVERGED';
  /** Epoch, from 0. */
  readonly epoch: number;
  /** Step within the epoch, from 0. */
  readonly step: number;
  /** The loss that was seen. */
  readonly loss: number;

  constructor({
    epoch,
    step,
    loss,
    ...options
  }: ImgclfErrorOptions & { epoch: number; step: number; loss: number }) {
    super(options);
    this.epoch = epoch;
    this.step = step;
    this.loss = loss;
  }

  /** Whether `value` is a TrainingDivergedError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is TrainingDivergedError {
    return hasCode(value, 'TRAINING_DIVERGED');
  }
}

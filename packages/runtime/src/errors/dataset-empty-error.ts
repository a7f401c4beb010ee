import { hasCode, ImgclfError } from './imgclf-error';

/** A dataset, or a part of one that the call needs, holds no examples. */
export class DatasetEmptyError extends ImgclfError {
  readonly code = 'DATASET_EMPTY';

  /** Whether `value` is a DatasetEmptyError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is DatasetEmptyError {
    return hasCode(value, 'DATASET_EMPTY');
  }
}

import { hasCode, ImgclfError } from './imgclf-error';

/** The caller's `AbortSignal` fired; `cause` is the signal's reason. */
export class AbortedError extends ImgclfError {
  readonly code = 'ABORTED';

  /** Whether `value` is a AbortedError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is AbortedError {
    return hasCode(value, 'ABORTED');
  }
}

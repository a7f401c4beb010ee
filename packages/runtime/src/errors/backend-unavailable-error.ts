import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** A TensorFlow.js backend that was asked for by name cannot start here. */
export class BackendUnavailableError extends ImgclfError {
  readonly code = 'BACKEND_UNAVAILABLE';
  /** The backend that was asked for. */
  readonly backend: string;

  constructor({ backend, ...options }: ImgclfErrorOptions & { backend: string }) {
    super(options);
    this.backend = backend;
  }

  /** Whether `value` is a BackendUnavailableError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is BackendUnavailableError {
    return hasCode(value, 'BACKEND_UNAVAILABLE');
  }
}

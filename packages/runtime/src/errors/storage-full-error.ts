import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** A file cannot be kept, because the browser gives this site no more room. */
export class StorageFullError extends ImgclfError {
  readonly code = 'STORAGE_FULL';
  /** The file, as the caller named it. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a StorageFullError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is StorageFullError {
    return hasCode(value, 'STORAGE_FULL');
  }
}

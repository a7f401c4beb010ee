import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** A file that is not an image (a model, a manifest, an IDX file) breaks its format. */
export class InvalidFileError extends ImgclfError {
  readonly code = 'INVALID_FILE';
  /** The file or folder, as the caller named it or as it was found. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a InvalidFileError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is InvalidFileError {
    return hasCode(value, 'INVALID_FILE');
  }
}

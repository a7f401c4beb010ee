import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** A file or folder that the caller named does not exist. */
export class FileNotFoundError extends ImgclfError {
  readonly code = 'FILE_NOT_FOUND';
  /** The file or folder, as the caller named it or as it was found. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a FileNotFoundError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is FileNotFoundError {
    return hasCode(value, 'FILE_NOT_FOUND');
  }
}

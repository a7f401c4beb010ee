import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/**
 * A file or folder exists but cannot be read or written: the operating system or the server refused, it is of the wrong
 * kind, or it is larger than the caller allows.
 */
export class FileUnreadableError extends ImgclfError {
  readonly code = 'FILE_UNREADABLE';
  /** The file or folder, as the caller named it or as it was found. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a FileUnreadableError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is FileUnreadableError {
    return hasCode(value, 'FILE_UNREADABLE');
  }
}

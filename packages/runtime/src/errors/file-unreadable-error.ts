import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** A file or folder exists but the operating system refused to read or write it; `cause` says why. */
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

import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** Bytes that should be an image are empty, cut short, damaged or of a format that is not supported. */
export class ImageUnreadableError extends ImgclfError {
  readonly code = 'IMAGE_UNREADABLE';
  /** The file or folder, as the caller named it or as it was found. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a ImageUnreadableError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is ImageUnreadableError {
    return hasCode(value, 'IMAGE_UNREADABLE');
  }
}

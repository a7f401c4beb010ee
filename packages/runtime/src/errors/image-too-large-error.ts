import { hasCode, ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

/** An image's header claims more pixels than the caller allows. It was not decoded. */
export class ImageTooLargeError extends ImgclfError {
  readonly code = 'IMAGE_TOO_LARGE';
  /** The file or folder, as the caller named it or as it was found. */
  readonly file: string;

  constructor({ file, ...options }: ImgclfErrorOptions & { file: string }) {
    super(options);
    this.file = file;
  }

  /** Whether `value` is a ImageTooLargeError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is ImageTooLargeError {
    return hasCode(value, 'IMAGE_TOO_LARGE');
  }
}

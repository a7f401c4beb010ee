import {
  FileNotFoundError,
  FileUnreadableError,
  ImageTooLargeError,
  ImageUnreadableError,
  type ImgclfErrorCode,
} from '@imgclf/runtime';
import { compareCodePoints } from '../index/compare-code-points';

/** An image that was left out, and why. */
export interface UnreadableImage {
  /** The image as the dataset's `filePaths` names it. */
  readonly file: string;
  /** The error's stable code. */
  readonly code: ImgclfErrorCode;
  /** The error's message, for people. */
  readonly message: string;
}

/** What an image that cannot be read throws, as opposed to an abort or a mistake in the program. */
type UnreadableError = FileNotFoundError | FileUnreadableError | ImageTooLargeError | ImageUnreadableError;

/** Every image that could not be read, each named once however many passes met it. */
export class UnreadableImages {
  readonly #byFile = new Map<string, UnreadableImage>();

  /** The images so far, by name: which of several that are read at once fails first is up to chance. */
  get list(): readonly UnreadableImage[] {
    return [...this.#byFile.values()].sort((a, b) => compareCodePoints(a.file, b.file));
  }

  /** Notes an image. @throws `error` itself when it does not say that an image is unreadable */
  add(file: string, error: unknown): void {
    if (!isUnreadable(error)) throw error;
    this.#byFile.set(file, { file, code: error.code, message: error.message });
  }
}

function isUnreadable(error: unknown): error is UnreadableError {
  return [FileNotFoundError, FileUnreadableError, ImageTooLargeError, ImageUnreadableError].some((kind) =>
    kind.isInstance(error),
  );
}

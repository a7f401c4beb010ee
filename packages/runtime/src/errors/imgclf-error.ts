/** Every code an {@link ImgclfError} can carry. Codes are part of the public API: they never change meaning. */
export type ImgclfErrorCode =
  | 'ABORTED'
  | 'BACKEND_UNAVAILABLE'
  | 'DATASET_EMPTY'
  | 'FILE_NOT_FOUND'
  | 'FILE_UNREADABLE'
  | 'IMAGE_TOO_LARGE'
  | 'IMAGE_UNREADABLE'
  | 'INVALID_ARGUMENT'
  | 'INVALID_FILE'
  | 'STORAGE_FULL'
  | 'TRAINING_DIVERGED';

/** What every error constructor takes besides its own facts. */
export interface ImgclfErrorOptions {
  /** One sentence for people: which argument or file, what is allowed, what was received. */
  message: string;
  /** The error that led to this one. */
  cause?: unknown;
}

const marker = Symbol.for('imgclf.error');

/**
 * The base of every error that imgclf throws on purpose. `code` is stable and meant for programs; `message` is for
 * people and may be reworded. Recognise errors with the static `isInstance`, which also works where two copies of a
 * package are loaded; `instanceof` does not.
 */
export abstract class ImgclfError extends Error {
  /** Stable, machine-readable reason. */
  abstract readonly code: ImgclfErrorCode;
  /** @internal Says across copies of the package that this is one of ours. */
  readonly [marker] = true;

  constructor({ message, cause }: ImgclfErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }

  /** Whether `value` is an error of imgclf, from this copy of the package or another. */
  static isInstance(value: unknown): value is ImgclfError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}

/** Whether `value` is an imgclf error with this code: what the subclasses' `isInstance` is made of. */
export function hasCode(value: unknown, code: ImgclfErrorCode): boolean {
  return ImgclfError.isInstance(value) && value.code === code;
}

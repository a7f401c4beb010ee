import { describeValue } from '../validation/describe-value';
import { hasCode, ImgclfError } from './imgclf-error';

/** The three facts of an {@link InvalidArgumentError}. */
export interface InvalidArgumentErrorOptions {
  /** The argument's name as the caller writes it, with a path into options objects: `imageSize[0]`. */
  argument: string;
  /** What is allowed, in words: `an integer of at least 1`. */
  allowed: string;
  /** The value that came. */
  received: unknown;
  /** More to say, such as which other argument it clashes with. */
  hint?: string;
  /** The error that led to this one. */
  cause?: unknown;
}

/** An argument is missing, of the wrong type, out of range, or at odds with another. Nothing was done. */
export class InvalidArgumentError extends ImgclfError {
  readonly code = 'INVALID_ARGUMENT';
  /** The argument's name, with a path into options objects. */
  readonly argument: string;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** The value that came. */
  readonly received: unknown;

  constructor({ argument, allowed, received, hint, cause }: InvalidArgumentErrorOptions) {
    const end = hint === undefined ? '' : ` ${hint}`;
    super({ message: `${argument} must be ${allowed}; received ${describeValue(received)}.${end}`, cause });
    this.argument = argument;
    this.allowed = allowed;
    this.received = received;
  }

  /** Whether `value` is an InvalidArgumentError, from this copy of the package or another. */
  static override isInstance(value: unknown): value is InvalidArgumentError {
    return hasCode(value, 'INVALID_ARGUMENT');
  }
}

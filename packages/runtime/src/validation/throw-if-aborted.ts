import { AbortedError } from '../errors/aborted-error';

/**
 * Ends a long call when its caller asked for it.
 * @throws {AbortedError} when `signal` has fired, with the signal's reason as `cause`
 */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AbortedError({ message: 'The operation was aborted.', cause: signal.reason });
}

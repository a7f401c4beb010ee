import { AbortedError } from '../errors/aborted-error';

/** What {@link withinTimeLimit} holds `work` to. */
export interface TimeLimit<Result> {
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** What to fail with when the time is up. */
  timeoutError: () => Error;
  /** Gets the result when it comes after all. */
  onLateResult: (result: Result) => void;
}

/** `work`, but failing when the time is up or `signal` fires. @throws {AbortedError} */
export async function withinTimeLimit<Result>(
  work: Promise<Result>,
  { timeoutMs, signal, timeoutError, onLateResult }: TimeLimit<Result>,
): Promise<Result> {
  const done = new AbortController();
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(timeoutError()), timeoutMs);
    const abort = () =>
      reject(new AbortedError({ message: 'The start was aborted.', cause: signal?.reason }));
    done.signal.addEventListener('abort', () => clearTimeout(timer));
    signal?.addEventListener('abort', abort, { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, limit]);
  } catch (error) {
    work.then(onLateResult, () => undefined);
    throw error;
  } finally {
    done.abort();
  }
}

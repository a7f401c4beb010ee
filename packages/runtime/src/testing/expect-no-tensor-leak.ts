import { memory } from '@tensorflow/tfjs-core';

/**
 * Runs `call` and throws if it leaves more (or fewer) tensors behind than `kept`, on success and on errors alike.
 * For tests.
 *
 * @param call what to run; its result or error is passed on
 * @param kept how many tensors the caller owns afterwards, 0 by default
 */
export async function expectNoTensorLeak<Result>(
  call: () => Result | Promise<Result>,
  kept = 0,
): Promise<Result> {
  const before = memory().numTensors;
  try {
    return await call();
  } finally {
    const left = memory().numTensors - before;
    // biome-ignore lint/correctness/noUnsafeFinally: a leak must fail the test even when the call failed as expected
    if (left !== kept) throw new TypeError(`Tensors left behind: expected ${kept}, found ${left}.`);
  }
}

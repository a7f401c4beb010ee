import * as v from 'valibot';
import { parseOptions } from '../validation/parse-options';
import { type BackendName, backendNames } from './backend-info';

/** Options of `initBackend`. */
export interface InitBackendOptions {
  /**
   * The backend to run. By default the best one that works here; in Node, the environment variable `IMGCLF_BACKEND`
   * names another default.
   */
  backend?: BackendName;
  /**
   * Threads to compute on, for `wasm` and `tfjs-node`. TensorFlow.js uses 8 at most on `wasm`.
   * @default all logical processors
   */
  threads?: number;
  /** How long one backend may take to start before the next is tried, in milliseconds. @default 20_000 */
  timeoutMs?: number;
  /** Gives up the start. */
  signal?: AbortSignal;
}

/** Longer timers would fire at once. */
const maxTimer = 2 ** 31 - 1;

const names = `one of ${backendNames.join(', ')}`;
const schema = v.strictObject({
  backend: v.optional(v.picklist(backendNames, names)),
  threads: v.optional(count('an integer of at least 1')),
  timeoutMs: v.optional(count('a whole number of milliseconds from 1 to 2147483647'), 20_000),
  signal: v.optional(v.instance(AbortSignal, 'an AbortSignal')),
});

/** @throws {InvalidArgumentError} */
export function parseInitBackendOptions(options: InitBackendOptions) {
  return parseOptions(schema, options);
}

function count(allowed: string) {
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(1, allowed), v.maxValue(maxTimer, allowed));
}

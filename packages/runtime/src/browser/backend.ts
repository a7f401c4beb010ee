import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as v from 'valibot';
import { BackendChooser } from '../backends/backend-chooser';
import type { BackendInfo } from '../backends/backend-info';
import type { BackendReport } from '../backends/backend-report';
import type { InitBackendOptions } from '../backends/init-backend-options';
import { parseOptions } from '../validation/parse-options';
import { cpuStarter } from './backend-cpu';
import { wasmStarter } from './backend-wasm';
import { webglStarter } from './backend-webgl';
import { webgpuStarter } from './backend-webgpu';

/** Options of `initBackend` in browsers. */
export interface InitBrowserBackendOptions extends InitBackendOptions {
  /**
   * Where the page serves the `.wasm` files of `@tensorflow/tfjs-backend-wasm/dist`: the URL of their folder with a
   * slash at its end, or the URL of each of the three by its file name. By default the folder of the running script.
   */
  wasmPaths?: string | Record<string, string>;
}

const paths = v.union(
  [v.string(), v.record(v.string(), v.string())],
  'the URL of a folder, or URLs by file name',
);
const chooser = new BackendChooser([webgpuStarter, webglStarter, wasmStarter, cpuStarter]);

/**
 * Starts the best TensorFlow.js backend that works in this page or worker and makes it the current one: `webgpu` or
 * `webgl` on a real graphics adapter, `wasm` with SIMD (and threads where the page is cross-origin isolated), or `cpu`.
 * The first two are optional packages; one that is missing is passed over, with the reason in the result.
 *
 * Later calls return the backend that runs, or change to the one they name.
 *
 * @throws {BackendUnavailableError} when the backend that was asked for by name cannot start; the message says why
 * @throws {InvalidArgumentError} when an option is not allowed, or `threads` differs from what runs
 * @throws {AbortedError} when `signal` fires
 *
 * @example
 * const { name, device } = await initBackend({ wasmPaths: '/wasm/' });
 */
export async function initBackend(options: InitBrowserBackendOptions = {}): Promise<BackendInfo> {
  return chooser.init(usePaths(options));
}

/**
 * Starts a backend as {@link initBackend} does if none runs, and says how every backend stands.
 *
 * @throws as {@link initBackend} does
 */
export async function describeBackends(options: InitBrowserBackendOptions = {}): Promise<BackendReport> {
  return chooser.describe(usePaths(options));
}

/** TensorFlow.js keeps the paths for the process, and forgets those given after the start. */
function usePaths({ wasmPaths, ...options }: InitBrowserBackendOptions): InitBackendOptions {
  if (wasmPaths !== undefined)
    setWasmPaths(
      parseOptions(v.object({ wasmPaths: paths }), { wasmPaths }).wasmPaths as Record<string, string>,
    );
  return options;
}

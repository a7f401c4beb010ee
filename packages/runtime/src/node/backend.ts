import { BackendChooser } from '../backends/backend-chooser';
import { type BackendInfo, type BackendName, backendNames } from '../backends/backend-info';
import type { BackendReport } from '../backends/backend-report';
import type { InitBackendOptions } from '../backends/init-backend-options';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { cpuStarter } from './backend-cpu';
import { tensorflowStarter } from './backend-tensorflow';
import { wasmStarter } from './backend-wasm';
import { webgpuStarter } from './backend-webgpu';

const chooser = new BackendChooser([
  tensorflowStarter('tfjs-node-gpu'),
  tensorflowStarter('tfjs-node'),
  webgpuStarter,
  wasmStarter,
  cpuStarter,
]);

/**
 * Starts the best TensorFlow.js backend that works here and makes it the current one: `tfjs-node-gpu`, `tfjs-node`,
 * `webgpu` on a real graphics adapter, `wasm` with SIMD and threads, or `cpu`. The first three are optional packages; one
 * that is missing or broken is passed over, with the reason in the result.
 *
 * Later calls return the backend that runs, or change to the one they name. A backend that has been started keeps its
 * tensors and its threads; tensors move when an operation on another backend needs them.
 *
 * @throws {BackendUnavailableError} when the backend that was asked for by name cannot start; the message says why
 * @throws {InvalidArgumentError} when an option or `IMGCLF_BACKEND` is not allowed, or `threads` differs from what runs
 * @throws {AbortedError} when `signal` fires
 *
 * @example
 * const { name, device, threads } = await initBackend();
 * console.log(`${name} on ${device}, ${threads} threads`);
 */
export async function initBackend(options: InitBackendOptions = {}): Promise<BackendInfo> {
  return chooser.init(options, preferredBackend());
}

/**
 * Starts a backend as {@link initBackend} does if none runs, and says how every backend stands.
 *
 * @throws as {@link initBackend} does
 *
 * @example
 * console.log((await describeBackends()).table);
 */
export async function describeBackends(options: InitBackendOptions = {}): Promise<BackendReport> {
  return chooser.describe(options, preferredBackend());
}

/** The backend that the environment variable `IMGCLF_BACKEND` names, if any. */
function preferredBackend(): BackendName | undefined {
  const received = process.env.IMGCLF_BACKEND;
  if (!received) return undefined;
  const backend = backendNames.find((name) => name === received);
  if (backend !== undefined) return backend;
  const allowed = `one of ${backendNames.join(', ')}`;
  throw new InvalidArgumentError({ argument: 'the environment variable IMGCLF_BACKEND', allowed, received });
}

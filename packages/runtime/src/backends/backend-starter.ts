import type { KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendName } from './backend-info';

/** What a starter is told. */
export interface StartRequest {
  /** Threads that were asked for; undefined for as many as are useful. */
  readonly threads: number | undefined;
  /** Whether the caller asked for this backend by name, and so takes a slow one too. */
  readonly byName: boolean;
  /** The backend as someone else has started it already, to be used as it is. */
  readonly running: KernelBackend | undefined;
}

/** A backend that is ready to compute but not yet TensorFlow.js's current one. */
export interface ReadyBackend {
  readonly instance: KernelBackend;
  readonly device: string;
  readonly threads: number;
  readonly version: string;
}

/** How one backend is started. */
export interface BackendStarter {
  readonly name: BackendName;
  /** TensorFlow.js's own name of it. */
  readonly registryName: string;
  /**
   * Makes the backend ready. Fails with the reason, in words, when it cannot work here. It must not change which
   * backend is TensorFlow.js's current one once it has returned: it may finish after the caller has given up on it.
   */
  start(request: StartRequest): ReadyBackend | Promise<ReadyBackend>;
  /** Adds what TensorFlow.js lacks, when the backend has become the current one. */
  complete?(): void | Promise<void>;
}

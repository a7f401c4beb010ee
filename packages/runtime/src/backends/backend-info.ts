/** The TensorFlow.js backends that `initBackend` knows, by the names it takes and reports. */
export type BackendName = 'tfjs-node-gpu' | 'tfjs-node' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** A backend that would have been better, and why it does not run. */
export interface PassedOverBackend {
  readonly name: BackendName;
  /** One sentence for people. */
  readonly reason: string;
}

/** Which backend runs, and why not a better one. */
export interface BackendInfo {
  readonly name: BackendName;
  /** What it computes on, in words: `2 threads, WebAssembly SIMD` or an adapter's name. */
  readonly device: string;
  /** Threads that compute, the calling one included. 1 where the backend does not say. */
  readonly threads: number;
  /** Version of the TensorFlow.js package behind it. */
  readonly version: string;
  /** Better backends that were tried or found missing, best first. */
  readonly passedOver: readonly PassedOverBackend[];
}

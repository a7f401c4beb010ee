/** Every backend's name, in no particular order. */
export const backendNames = ['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;

/** The TensorFlow.js backends that `initBackend` knows, by the names it takes and reports. */
export type BackendName = (typeof backendNames)[number];

/** A backend that would have been better, and why it does not run. */
export interface PassedOverBackend {
  readonly name: BackendName;
  /** One sentence for people. */
  readonly reason: string;
}

/** Which backend runs, and why not a better one. */
export interface BackendInfo {
  readonly name: BackendName;
  /** What it computes on, for people: the processor or the graphics adapter, and how it is used. */
  readonly device: string;
  /** Threads that compute, the calling one included; 1 for a graphics adapter. */
  readonly threads: number;
  /** Version of the TensorFlow.js package behind it. */
  readonly version: string;
  /** Better backends that did not start, best first. Empty when the backend was asked for by name. */
  readonly passedOver: readonly PassedOverBackend[];
}

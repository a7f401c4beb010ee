import { findBackendFactory, type KernelBackend } from '@tensorflow/tfjs-core';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';

/** What we use of WebGPU's interface. */
export interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<{ info: AdapterInfo } | null>;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether the processor plays the graphics adapter. */
  readonly isFallbackAdapter: boolean;
}

/** The name of the adapter that the backend will use. Fails with the reason, in words, when there is no useful one. */
export async function webgpuDevice(gpu: Gpu, byName: boolean): Promise<string> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw webgpuUnavailable('no graphics adapter was found.');
  const { description, vendor, architecture, isFallbackAdapter } = adapter.info;
  const device = `${description || vendor} ${architecture}`.trim();
  if (isFallbackAdapter && !byName)
    throw webgpuUnavailable(`the only adapter, ${device}, is a program on the processor: wasm is faster.`);
  return device;
}

/** The backend of the package `@tensorflow/tfjs-backend-webgpu`, which registers itself if it finds WebGPU. */
export async function newWebgpuBackend(): Promise<KernelBackend> {
  const factory = findBackendFactory('webgpu');
  if (factory !== null) return factory();
  throw webgpuUnavailable('@tensorflow/tfjs-backend-webgpu was loaded before WebGPU was there.');
}

/** The backend cannot start, for the reason given. */
export function webgpuUnavailable(message: string): BackendUnavailableError {
  return new BackendUnavailableError({ backend: 'webgpu', message });
}

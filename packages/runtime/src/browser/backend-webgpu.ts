import { version_core } from '@tensorflow/tfjs-core';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { type Gpu, newWebgpuBackend, webgpuDevice, webgpuUnavailable } from '../backends/web-gpu';
import { importPackage } from './import-package';

/** A graphics adapter through WebGPU, by the optional package `@tensorflow/tfjs-backend-webgpu`. */
export const webgpuStarter: BackendStarter = { name: 'webgpu', registryName: 'webgpu', start: startWebgpu };

async function startWebgpu({ byName, running }: StartRequest): Promise<ReadyBackend> {
  const { gpu } = navigator as { gpu?: Gpu };
  if (gpu === undefined)
    throw webgpuUnavailable('this browser has no WebGPU, or the page is not secure (https).');
  const device = await webgpuDevice(gpu, byName);
  await importPackage('webgpu', () => import('@tensorflow/tfjs-backend-webgpu'));
  return { instance: running ?? (await newWebgpuBackend()), device, threads: 1, version: version_core };
}

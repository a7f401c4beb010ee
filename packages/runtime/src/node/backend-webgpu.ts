import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { type Gpu, newWebgpuBackend, webgpuDevice, webgpuUnavailable } from '../backends/web-gpu';
import { resolveFrom, resolvePackage } from './resolve-package';

const backendPackage = '@tensorflow/tfjs-backend-webgpu';
const corePackage = '@tensorflow/tfjs-core';

/** What the package `webgpu` exports: Dawn, Chromium's implementation. */
interface Dawn {
  create(options: string[]): Gpu;
  /** The interface's classes and constants, which browsers have as globals. */
  readonly globals: Record<string, unknown>;
}

/** A graphics adapter of any vendor through the optional packages `webgpu` and `@tensorflow/tfjs-backend-webgpu`. */
export const webgpuStarter: BackendStarter = { name: 'webgpu', registryName: 'webgpu', start: startWebgpu };

async function startWebgpu({ byName, running }: StartRequest): Promise<ReadyBackend> {
  const entry = requiredPackage(backendPackage);
  const dawn = (await import(pathToFileURL(requiredPackage('webgpu')).href)) as Dawn;
  if (resolveFrom(entry, corePackage) !== resolveFrom(import.meta.url, corePackage))
    throw webgpuUnavailable(
      `${backendPackage} brings another copy of ${corePackage}: install the same version.`,
    );
  const require = createRequire(entry);
  const { version } = require('../package.json') as { version: string };
  const gpu = dawn.create([]);
  const device = await webgpuDevice(gpu, byName);
  exposeGpu(gpu, dawn.globals);
  require(entry);
  return { instance: running ?? (await newWebgpuBackend()), device, threads: 1, version };
}

function requiredPackage(name: string): string {
  const entry = resolvePackage(name);
  if (entry === undefined) throw webgpuUnavailable(`the package ${name} is not installed.`);
  return entry;
}

/** The backend looks for WebGPU where browsers have it, and for as long as it runs. */
function exposeGpu(gpu: Gpu, globals: Dawn['globals']): void {
  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  if (globalThis.navigator === undefined) {
    const value = { userAgent: `Node.js/${process.versions.node.split('.', 1)[0]}` };
    Object.defineProperty(globalThis, 'navigator', { value, configurable: true, writable: true });
  }
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
}

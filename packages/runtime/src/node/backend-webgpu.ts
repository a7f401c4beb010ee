import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { findBackendFactory, type KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { resolveFrom, resolvePackage } from './resolve-package';

const backendPackage = '@tensorflow/tfjs-backend-webgpu';
const corePackage = '@tensorflow/tfjs-core';

/** What we use of WebGPU's interface. */
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<{ info: AdapterInfo } | null>;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Whether the processor plays the graphics adapter. */
  readonly isFallbackAdapter: boolean;
}

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
    throw unavailable(`${backendPackage} brings another copy of ${corePackage}: install the same version.`);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw unavailable('no graphics adapter was found.');
  const device = [adapter.info.description || adapter.info.vendor, adapter.info.architecture]
    .join(' ')
    .trim();
  if (adapter.info.isFallbackAdapter && !byName)
    throw unavailable(`the only adapter, ${device}, is a program on the processor: wasm is faster.`);
  exposeGpu(gpu, dawn.globals);
  const { version } = createRequire(entry)('../package.json') as { version: string };
  return { instance: running ?? (await newBackend(entry)), device, threads: 1, version };
}

function requiredPackage(name: string): string {
  const entry = resolvePackage(name);
  if (entry === undefined) throw unavailable(`the package ${name} is not installed.`);
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

async function newBackend(entry: string): Promise<KernelBackend> {
  createRequire(import.meta.url)(entry);
  const factory = findBackendFactory('webgpu');
  if (factory === null)
    throw unavailable(`${backendPackage} did not register itself: it was loaded before WebGPU was.`);
  return factory();
}

function unavailable(message: string): BackendUnavailableError {
  return new BackendUnavailableError({ backend: 'webgpu', message });
}

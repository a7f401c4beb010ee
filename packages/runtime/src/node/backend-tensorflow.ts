import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { findBackend } from '@tensorflow/tfjs-core';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import type { NativeBackend } from '../tensorflow/native-backend';
import { registerTensorflowKernels } from '../tensorflow/register-tensorflow-kernels';
import { processorName } from './processor-name';
import { resolveFrom, resolvePackage } from './resolve-package';

type Name = 'tfjs-node' | 'tfjs-node-gpu';

/** TensorFlow's C library through an optional package, on the processor or on CUDA. */
export function tensorflowStarter(name: Name): BackendStarter {
  return {
    name,
    registryName: 'tensorflow',
    start: (request) => startTensorflow(name, request),
    complete: registerTensorflowKernels,
  };
}

function startTensorflow(name: Name, { threads, byName, running }: StartRequest): ReadyBackend {
  if (name === 'tfjs-node-gpu' && !byName && !hasNvidiaDriver())
    throw unavailable(name, 'no NVIDIA driver is installed.');
  const entry = usableEntry(name);
  if (running === undefined) load(entry, threads);
  const instance = findBackend('tensorflow') as NativeBackend | null;
  if (instance === null)
    throw unavailable(name, `@tensorflow/${name} loaded, but it did not register a backend.`);
  if (instance.isGPUPackage !== (name === 'tfjs-node-gpu'))
    throw unavailable(
      name,
      'the other of tfjs-node and tfjs-node-gpu is loaded, and a process can hold only one.',
    );
  const { version } = createRequire(entry)('../package.json') as { version: string };
  return { instance, device: deviceOf(instance), threads: threadsOf(instance, threads), version };
}

/** Loads the package, which registers its backend. TensorFlow reads its settings from the environment only now. */
function load(entry: string, threads: number | undefined): void {
  const settings: Record<string, string> = { TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '1' };
  if (threads !== undefined) settings.TF_NUM_INTRAOP_THREADS = String(threads);
  const before = Object.keys(settings).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, settings);
  restoreIsNullOrUndefined();
  try {
    createRequire(import.meta.url)(entry);
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
}

/** tfjs-node calls a function of `node:util` that Node 23 has removed. */
function restoreIsNullOrUndefined(): void {
  if ('isNullOrUndefined' in util) return;
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
}

/** In a worker thread the environment does not reach TensorFlow, which then takes all processors. */
function threadsOf({ isUsingGpuDevice }: NativeBackend, threads: number | undefined): number {
  if (isUsingGpuDevice) return 1;
  const set = isMainThread ? (threads ?? Number(process.env.TF_NUM_INTRAOP_THREADS)) : 0;
  return set || availableParallelism();
}

function deviceOf({ binding, isUsingGpuDevice }: NativeBackend): string {
  return `${isUsingGpuDevice ? 'CUDA' : processorName()}, TensorFlow ${binding.TF_Version}`;
}

/** The package's main file, when loading it can succeed and would extend the TensorFlow.js that we use. */
function usableEntry(name: Name): string {
  const packageName = `@tensorflow/${name}`;
  const entry = resolvePackage(packageName);
  if (entry === undefined) throw unavailable(name, `the package ${packageName} is not installed.`);
  if (!hasAddon(path.dirname(path.dirname(entry))))
    throw unavailable(
      name,
      `${packageName} is installed without its native addon: its install script did not run.`,
    );
  const umbrella = resolveFrom(entry, '@tensorflow/tfjs');
  const core = umbrella === undefined ? undefined : resolveFrom(umbrella, '@tensorflow/tfjs-core');
  if (core !== resolveFrom(import.meta.url, '@tensorflow/tfjs-core'))
    throw unavailable(
      name,
      `${packageName} brings another copy of @tensorflow/tfjs-core: install the same version.`,
    );
  return entry;
}

/** Whether the addon was downloaded or built, for any version of Node's addon interface. */
function hasAddon(folder: string): boolean {
  const library = path.join(folder, 'lib');
  if (!existsSync(library)) return false;
  return readdirSync(library).some((build) => existsSync(path.join(library, build, 'tfjs_binding.node')));
}

/** CUDA needs it; without one, loading the package would only take time and memory. */
function hasNvidiaDriver(): boolean {
  const windows = path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'nvcuda.dll');
  return ['/dev/nvidiactl', '/dev/dxg', windows].some((file) => existsSync(file));
}

function unavailable(backend: Name, message: string): BackendUnavailableError {
  return new BackendUnavailableError({ backend, message });
}

import {
  engine,
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';

/** The backend that runs under this name, without starting one. */
export function runningBackend(registryName: string): KernelBackend | undefined {
  return engine().registry[registryName];
}

/** Makes a ready backend TensorFlow.js's current one. */
export async function makeCurrent(registryName: string, instance: KernelBackend): Promise<void> {
  if (runningBackend(registryName) !== instance) {
    if (findBackendFactory(registryName) !== null) removeBackend(registryName);
    registerBackend(registryName, () => instance, priority);
  }
  await setBackend(registryName);
}

/** Above every backend that registers itself, so that `tf.ready()` chooses none of those. */
const priority = 10;

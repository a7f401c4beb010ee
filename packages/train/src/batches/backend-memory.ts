import { getBackend, type Tensor } from '@tensorflow/tfjs-core';
import { runningKernels } from '../step/wasm/running-kernels';

/**
 * A tensor's numbers where the backend keeps them, to be read or written at once: a view on WebAssembly's memory, which
 * is detached when the memory grows. Undefined on other backends and for tensors of whole numbers.
 */
export function backendMemory(tensor: Tensor): Float32Array | undefined {
  if (getBackend() !== 'wasm' || tensor.dtype !== 'float32') return undefined;
  const kernels = runningKernels();
  return kernels?.floats(kernels.pointerOf(tensor), tensor.size);
}

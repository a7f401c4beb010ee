import { backend, dispose, type Tensor, tensor, type Variable } from '@tensorflow/tfjs-core';

/**
 * Gives a variable numbers of its own where clones share them, because they are about to be changed in place. It costs
 * a look at a counter where nothing shares them.
 */
export function ownData(variable: Variable): void {
  if (backend().refCount(variable.dataId) <= 1) return;
  const copy: Tensor = tensor(variable.dataSync(), variable.shape, variable.dtype);
  variable.assign(copy);
  dispose(copy);
}

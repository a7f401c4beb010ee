import { dispose, getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { yieldToEventLoop } from '../logs/yield-to-event-loop';

/** Copies of a model's weights in ordinary memory, in `getWeights` order. */
export type WeightSnapshot = readonly Float32Array[];

/** Copies the model's weights. The copies do not change when training goes on. */
export function takeSnapshot(model: LayersModel): Promise<WeightSnapshot> {
  return copyNumbers(model.getWeights(false));
}

/** Copies of the tensors' numbers. Other tasks get their turn between two tensors. */
export async function copyNumbers(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  const copies: Float32Array[] = [];
  for (const each of tensors) {
    const values = await each.data();
    // The other backends hand out a copy; plain JS hands out the very array.
    const own = values instanceof Float32Array && getBackend() !== 'cpu';
    copies.push(own ? values : new Float32Array(values));
    await yieldToEventLoop();
  }
  return copies;
}

/** Sets the model's weights to a snapshot of the same model. */
export function restoreSnapshot(model: LayersModel, snapshot: WeightSnapshot): void {
  const made: Tensor[] = [];
  try {
    for (const [index, weight] of model.getWeights(false).entries()) {
      made.push(tensor(snapshot[index] as Float32Array, weight.shape, weight.dtype));
    }
    model.setWeights(made);
  } finally {
    dispose(made);
  }
}

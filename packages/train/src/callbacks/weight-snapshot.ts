import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Copies of a model's weights in ordinary memory, in `getWeights` order. */
export type WeightSnapshot = readonly Float32Array[];

/** Copies the model's weights. The copies do not change when training goes on. */
export async function takeSnapshot(model: LayersModel): Promise<WeightSnapshot> {
  return Promise.all(model.getWeights(false).map(async (weight) => Float32Array.from(await weight.data())));
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

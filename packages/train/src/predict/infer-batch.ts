import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The model's output for one batch in inference mode. The caller disposes it. */
export function inferBatch(model: LayersModel, xs: Tensor): Tensor {
  return tidy(() => model.apply(xs, { training: false }) as Tensor);
}

import {
  addN,
  clipByValue,
  div,
  maximum,
  minimum,
  mul,
  sqrt,
  square,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { OptimizerOptions } from './optimizer-options';

/** The gradients clipped as the options say, each to its norm, all to one norm, or entry by entry. */
export function clipGradients(gradients: readonly Tensor[], options: OptimizerOptions): readonly Tensor[] {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  if (clipnorm !== undefined) {
    return gradients.map((gradient) => {
      const norm = sqrt(sum(square(gradient)));
      return div(mul(gradient, clipnorm), maximum(norm, clipnorm));
    });
  }
  if (globalClipnorm !== undefined && gradients.length > 0) {
    const norm = sqrt(addN(gradients.map((gradient) => sum(square(gradient)))));
    const scale = mul(globalClipnorm, minimum(div(1, norm), 1 / globalClipnorm));
    return gradients.map((gradient) => mul(gradient, scale));
  }
  if (clipvalue !== undefined) {
    return gradients.map((gradient) => clipByValue(gradient, -clipvalue, clipvalue));
  }
  return gradients;
}

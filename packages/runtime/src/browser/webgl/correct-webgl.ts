import { env, getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { maxPoolGrad } from './max-pool-grad';

/**
 * Corrects what TensorFlow.js computes wrongly on this backend. Safe to call twice.
 *
 * Its packed textures hold four numbers a pixel, and tensors of an odd size leave some unused. Functions of one tensor fill
 * those with what they give for 0, such as 1 for `exp`, and products of matrices add them up: gradients are wrong by some
 * percent, or NaN. Unpacked, there are none.
 */
export function correctWebgl(): void {
  env().set('WEBGL_PACK_UNARY_OPERATIONS', false);
  if (getKernel('MaxPoolGrad', 'webgl')?.kernelFunc === maxPoolGrad) return;
  unregisterKernel('MaxPoolGrad', 'webgl');
  registerKernel({ kernelName: 'MaxPoolGrad', backendName: 'webgl', kernelFunc: maxPoolGrad });
}

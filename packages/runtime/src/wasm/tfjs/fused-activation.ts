import type { FusedActivation } from '../kernel-calls';

const ACTIVATIONS: Record<string, FusedActivation> = { linear: 'linear', relu: 'relu', relu6: 'relu6' };

/** Our name of the activation of a fused kernel of TensorFlow.js, undefined for one that our kernels lack. */
export function fusedActivationOf(activation = 'linear'): FusedActivation | undefined {
  return ACTIVATIONS[activation];
}

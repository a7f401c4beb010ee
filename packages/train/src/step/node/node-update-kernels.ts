import { oneMinusPower } from '../../optimizers/one-minus-power';
import type { Optimizer } from '../../optimizers/optimizer';
import type { Handle } from './tensorflow';

/** What a kernel updates: TensorFlow's variables, and the gradient. */
export interface Update {
  variable: Handle;
  /** The rule's slots by name. */
  slots: Readonly<Record<string, Handle>>;
  gradient: Handle;
  /** A number of this step as a tensor. */
  scalar(value: number): Handle;
  /** A variable of the same shape whose numbers do not matter. */
  scratch(): Handle;
}

/** TensorFlow's own kernel for an optimiser, with the numbers of the step to come. */
export interface UpdateKernel {
  name: string;
  flags: Readonly<Record<string, boolean>>;
  /** What it takes, in its order. */
  inputs(update: Update): (Handle | undefined)[];
}

/** The kernel that does what the optimiser does, at its rate times `factor`; undefined where TensorFlow has none. */
export function updateKernel(optimizer: Optimizer, factor = 1): UpdateKernel | undefined {
  const make = kernels[optimizer.rule.name];
  return make?.(optimizer.rule.settings as never, {
    rate: optimizer.currentLearningRate() * factor,
    step: optimizer.iterations + 1,
  });
}

interface Now {
  rate: number;
  /** From 1. */
  step: number;
}

const kernels: Readonly<Record<string, (settings: never, now: Now) => UpdateKernel>> = {
  sgd: sgdKernel,
  rmsprop: rmspropKernel,
  adam: adamKernel,
  adamW: adamKernel,
};

function sgdKernel(
  { momentum, nesterov }: { momentum: number; nesterov: boolean },
  { rate }: Now,
): UpdateKernel {
  if (momentum === 0) {
    return {
      name: 'ResourceApplyGradientDescent',
      flags: {},
      inputs: ({ variable, gradient, scalar }) => [variable, scalar(rate), gradient],
    };
  }
  return {
    name: 'ResourceApplyKerasMomentum',
    flags: { use_nesterov: nesterov },
    inputs: ({ variable, slots, gradient, scalar }) => {
      return [variable, slots.momentum, scalar(rate), gradient, scalar(momentum)];
    },
  };
}

interface RmspropSettings {
  rho: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
}

function rmspropKernel({ rho, momentum, epsilon, centered }: RmspropSettings, { rate }: Now): UpdateKernel {
  return {
    name: centered ? 'ResourceApplyCenteredRMSProp' : 'ResourceApplyRMSProp',
    flags: {},
    inputs: ({ variable, slots, gradient, scalar, scratch }) => [
      variable,
      ...(centered ? [slots.averageGradient] : []),
      slots.velocity,
      slots.momentum ?? scratch(),
      ...[rate, rho, momentum, epsilon].map(scalar),
      gradient,
    ],
  };
}

interface AdamSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
  amsgrad: boolean;
}

function adamKernel({ beta1, beta2, epsilon, amsgrad }: AdamSettings, { rate, step }: Now): UpdateKernel {
  const powers = [1 - oneMinusPower(beta1, step), 1 - oneMinusPower(beta2, step)];
  return {
    name: amsgrad ? 'ResourceApplyAdamWithAmsgrad' : 'ResourceApplyAdam',
    flags: {},
    inputs: ({ variable, slots, gradient, scalar }) => [
      ...[variable, slots.momentum, slots.velocity],
      ...(amsgrad ? [slots.velocityHat] : []),
      ...[...powers, rate, beta1, beta2, epsilon].map(scalar),
      gradient,
    ],
  };
}

import type { KernelCall, Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { oneMinusPower } from '../../optimizers/one-minus-power';
import type { Optimizer } from '../../optimizers/optimizer';
import type { WasmItem } from './wasm-values';

/** How many numbers a kernel reads at each run. */
const HYPER_LENGTH = 4;

/** The optimiser kernel of the WebAssembly backend, and the numbers it reads at each run. */
export class WasmUpdates {
  readonly #kernels: WasmKernels;
  readonly #optimizer: Optimizer;
  /** Where the numbers are, by the factor of the rate. */
  readonly #hyper = new Map<number, Pointer>();

  /** Whether there is a kernel that does what the optimiser does. */
  static fits({ rule, options }: Optimizer): boolean {
    const { clipnorm, clipvalue, globalClipnorm, gradientAccumulationSteps } = options;
    const more = (clipnorm ?? clipvalue ?? globalClipnorm ?? gradientAccumulationSteps) !== undefined;
    return !more && ['sgd', 'rmsprop', 'adam', 'adamW'].includes(rule.name) && rule.settings.amsgrad !== true;
  }

  constructor(kernels: WasmKernels, optimizer: Optimizer) {
    this.#kernels = kernels;
    this.#optimizer = optimizer;
  }

  /** What updates one variable in place. */
  items(variable: Variable, gradient: Pointer): WasmItem[] {
    const call = this.#call(variable, gradient);
    const { weightDecay = 0 } = this.#optimizer.options;
    return weightDecay === 0 ? [{ call }] : [{ run: () => this.#decay(variable, weightDecay) }, { call }];
  }

  /** Keras's weight decay, before the step. */
  #decay(variable: Variable, weightDecay: number): void {
    const rate = this.#optimizer.currentLearningRate() * this.#optimizer.rateFactor(variable);
    const kept = 1 - weightDecay * rate;
    const values = this.#kernels.floats(this.#kernels.pointerOf(variable), variable.size);
    for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) * kept;
  }

  #call(variable: Variable, gradient: Pointer): KernelCall {
    const { rule } = this.#optimizer;
    const index = this.#optimizer.variables.indexOf(variable);
    const slot = (name: string) => {
      const at = rule.slots.findIndex((one) => one.name === name);
      return this.#kernels.pointerOf(this.#optimizer.slots[index]?.[at] as Tensor);
    };
    const places = {
      parameter: this.#kernels.pointerOf(variable),
      gradient,
      length: variable.size,
      hyper: this.#hyperFor(this.#optimizer.rateFactor(variable)),
    };
    const { momentum, nesterov, centered } = rule.settings;
    if (rule.name.startsWith('adam'))
      return { kernel: 'adam', m: slot('momentum'), v: slot('velocity'), ...places };
    if (rule.name === 'rmsprop') {
      const mean = centered === true ? { mean: slot('averageGradient') } : {};
      const m = momentum === 0 ? {} : { m: slot('momentum') };
      return { kernel: 'rmsprop', v: slot('velocity'), ...mean, ...m, ...places };
    }
    if (momentum === 0) return { kernel: 'sgd', ...places };
    return { kernel: 'momentum', m: slot('momentum'), nesterov: nesterov === true, ...places };
  }

  #hyperFor(factor: number): Pointer {
    const hyper = this.#hyper.get(factor) ?? this.#kernels.allocate(HYPER_LENGTH * 4);
    this.#hyper.set(factor, hyper);
    return hyper;
  }

  /** Sets the numbers of the step to come. */
  begin(): void {
    for (const [factor, hyper] of this.#hyper) {
      this.#kernels.floats(hyper, HYPER_LENGTH).set(hyperOf(this.#optimizer, factor));
    }
  }

  dispose(): void {
    for (const hyper of this.#hyper.values()) this.#kernels.free(hyper);
  }
}

/** The numbers in the order in which the optimiser's kernel reads them. */
function hyperOf(optimizer: Optimizer, factor: number): number[] {
  const rate = optimizer.currentLearningRate() * factor;
  const {
    beta1 = 0,
    beta2 = 0,
    epsilon = 0,
    rho = 0,
    momentum = 0,
  } = optimizer.rule.settings as Readonly<Record<string, number>>;
  if (optimizer.rule.name === 'sgd') return [rate, momentum];
  if (optimizer.rule.name === 'rmsprop') return [rate, rho, epsilon, momentum];
  const step = optimizer.iterations + 1;
  const size = (rate * Math.sqrt(oneMinusPower(beta2, step))) / oneMinusPower(beta1, step);
  return [size, beta1, beta2, epsilon];
}

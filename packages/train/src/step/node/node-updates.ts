import { tidy, type Variable, variable, zeros } from '@tensorflow/tfjs-core';
import type { Optimizer } from '../../optimizers/optimizer';
import { type Update, type UpdateKernel, updateKernel } from './node-update-kernels';
import { ResourceVariables } from './resource-variables';
import type { Handle, Tensorflow } from './tensorflow';

/** Updates variables by TensorFlow's own optimiser kernels, which work in place. */
export class NodeUpdates {
  readonly #tensorflow: Tensorflow;
  readonly #optimizer: Optimizer;
  readonly #resources: ResourceVariables;
  readonly #scratch = new Map<string, Variable>();
  /** Numbers of the step that is being taken. */
  readonly #scalars = new Map<number, Handle>();

  /** Whether TensorFlow has a kernel that does what the optimiser does. */
  static fits(optimizer: Optimizer): boolean {
    const { clipnorm, clipvalue, globalClipnorm, gradientAccumulationSteps } = optimizer.options;
    const more = (clipnorm ?? clipvalue ?? globalClipnorm ?? gradientAccumulationSteps) !== undefined;
    return !more && updateKernel(optimizer) !== undefined;
  }

  constructor(tensorflow: Tensorflow, optimizer: Optimizer) {
    this.#tensorflow = tensorflow;
    this.#optimizer = optimizer;
    this.#resources = new ResourceVariables(tensorflow);
  }

  /**
   * Takes the optimiser's step.
   *
   * @param gradients one for each of its variables; they stay the caller's
   */
  apply(gradients: readonly Handle[]): void {
    const optimizer = this.#optimizer;
    for (const [index, one] of optimizer.variables.entries()) {
      const kernel = updateKernel(optimizer, optimizer.rateFactor(one));
      if (kernel === undefined) return;
      this.#decay(one);
      const slots = optimizer.rule.slots.map(({ name }, at) => {
        return [name, this.#writable(optimizer.slots[index]?.[at] as Variable)] as const;
      });
      this.#run(kernel, {
        variable: this.#writable(one),
        slots: Object.fromEntries(slots),
        gradient: gradients[index] as Handle,
        scalar: (value) => this.#scalar(value),
        scratch: () => this.#writable(this.#scratchFor(one.shape)),
      });
    }
    for (const handle of this.#scalars.values()) this.#tensorflow.free(handle);
    this.#scalars.clear();
    optimizer.iterations += 1;
  }

  /** Gives the variables their numbers back. */
  dispose(): void {
    this.#resources.dispose();
    for (const one of this.#scratch.values()) one.dispose();
    this.#scratch.clear();
  }

  /** Keras's weight decay, before the step: `variable -= variable * decay * rate`. */
  #decay(one: Variable): void {
    const { weightDecay = 0 } = this.#optimizer.options;
    if (weightDecay === 0) return;
    const rate = this.#optimizer.currentLearningRate() * this.#optimizer.rateFactor(one);
    const share = this.#scalar(weightDecay * rate);
    const inputs = [this.#resources.resource(one), share, this.#tensorflow.handleOf(one)];
    const attributes = [this.#tensorflow.float];
    this.#tensorflow.runAll('ResourceApplyGradientDescent', attributes, { inputs, outputs: 0 });
  }

  #run(kernel: UpdateKernel, update: Update): void {
    const flags = Object.entries(kernel.flags).map(([name, value]) => this.#tensorflow.flag(name, value));
    const inputs = kernel.inputs(update).filter((handle) => handle !== undefined);
    this.#tensorflow.runAll(kernel.name, [this.#tensorflow.float, ...flags], { inputs, outputs: 0 });
  }

  #writable(one: Variable): Handle {
    this.#resources.release(one);
    return this.#resources.resource(one);
  }

  #scalar(value: number): Handle {
    const handle = this.#scalars.get(value) ?? this.#tensorflow.floats(Float32Array.of(value), []);
    this.#scalars.set(value, handle);
    return handle;
  }

  #scratchFor(shape: number[]): Variable {
    const key = shape.join();
    const known = this.#scratch.get(key) ?? tidy(() => variable(zeros(shape), false));
    this.#scratch.set(key, known);
    return known;
  }
}

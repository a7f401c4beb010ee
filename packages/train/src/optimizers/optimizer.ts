import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import {
  add,
  clone,
  dispose,
  div,
  fill,
  mul,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { LearningRateSchedule } from '../schedules/learning-rate-schedule';
import { clipGradients } from './clip-gradients';
import { type OptimizerOptions, optimizerOptions, type RateFactor } from './optimizer-options';
import type { UpdateRule } from './update-rule';

/** What an optimiser has learned: enough to go on exactly where it stopped. */
export interface OptimizerState {
  /** The optimiser's name; a state fits optimisers of the same name only. */
  name: string;
  /** The steps taken. */
  iterations: number;
  /**
   * The slots, variable by variable in the model's order, then the accumulated gradients, where it accumulates. Whoever
   * asked for the state disposes them.
   */
  slots: Tensor[];
}

/**
 * A Keras optimiser: an update rule with a learning rate, gradient clipping and weight decay.
 *
 * Make one with {@link sgd}, {@link adam}, {@link rmsprop} and their siblings. It serves one model at a time.
 */
export class Optimizer {
  /** How gradients become updates. */
  readonly rule: UpdateRule;
  /** The options all optimisers share. */
  readonly options: Readonly<OptimizerOptions>;
  /** The rate, or the schedule it follows. It may be set between steps. */
  learningRate: number | LearningRateSchedule;
  /** The steps taken. */
  iterations = 0;
  #variables: readonly Variable[] = [];
  #slots: readonly (readonly Variable[])[] = [];
  #accumulated: readonly Variable[] = [];
  #factors: ReadonlyMap<unknown, number> = new Map();

  constructor(rule: UpdateRule, options: OptimizerOptions & { learningRate: number | LearningRateSchedule }) {
    const { learningRate, ...shared } = parseOptions(optimizerOptions, options);
    this.rule = rule;
    this.learningRate = learningRate as number | LearningRateSchedule;
    this.options = shared as OptimizerOptions;
  }

  /** The optimiser's name in camelCase, such as `adam`. */
  get name(): string {
    return this.rule.name;
  }

  /** The variables it updates. */
  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** What it keeps: for each variable, one tensor for each of the rule's slots. */
  get slots(): readonly (readonly Variable[])[] {
    return this.#slots;
  }

  /** All it keeps: the slots, variable by variable, and the accumulated gradients. */
  get kept(): readonly Variable[] {
    return [...this.#slots.flat(), ...this.#accumulated];
  }

  /** The rate of the next step. */
  currentLearningRate(): number {
    const rate = this.learningRate;
    return typeof rate === 'number' ? rate : rate.at(this.iterations);
  }

  /** What the rate is multiplied by for one of its variables. */
  rateFactor(one: Variable): number {
    return this.#factors.get(one) ?? 1;
  }

  /**
   * Makes the slots for the variables it is to update. Called again with the same variables it keeps what it has
   * learned; with others it starts afresh.
   */
  build(variables: readonly Variable[]): void {
    this.#factors = factorsOf(this.options.rateFactors ?? []);
    const same = variables.length === this.#variables.length;
    if (same && variables.every((one, index) => one === this.#variables[index])) return;
    this.dispose();
    this.#variables = [...variables];
    this.#slots = variables.map((one) =>
      this.rule.slots.map(({ initial }) => tidy(() => variable(fill(one.shape, initial), false))),
    );
    const accumulates = this.options.gradientAccumulationSteps !== undefined;
    this.#accumulated = accumulates
      ? variables.map((one) => tidy(() => variable(zerosLike(one), false)))
      : [];
  }

  /**
   * Takes one step.
   *
   * @param gradients one for each variable, in the order of {@link variables}; they stay the caller's
   */
  apply(gradients: readonly Tensor[]): void {
    const { gradientAccumulationSteps: steps = 1 } = this.options;
    const updates = (this.iterations + 1) % steps === 0;
    tidy(() => {
      const sums = this.#accumulated.map((sum, index) => add(sum, gradients[index] as Tensor));
      for (const [index, sum] of this.#accumulated.entries())
        sum.assign(updates ? zerosLike(sum) : (sums[index] as Tensor));
      if (updates) this.#update(steps === 1 ? gradients : sums.map((sum) => div(sum, steps)));
    });
    this.iterations += 1;
  }

  /** Changes the variables and the slots; runs inside a tidy. */
  #update(gradients: readonly Tensor[]): void {
    const { weightDecay = 0, gradientAccumulationSteps = 1 } = this.options;
    const clipped = clipGradients(gradients, this.options);
    for (const [index, parameter] of this.#variables.entries()) {
      const slots = this.#slots[index] ?? [];
      const learningRate = this.currentLearningRate() * this.rateFactor(parameter);
      const decay = 1 - weightDecay * learningRate;
      const output = this.rule.update({
        parameter: decay === 1 ? parameter : mul(parameter, decay),
        gradient: clipped[index] as Tensor,
        slots,
        learningRate,
        step: Math.floor(this.iterations / gradientAccumulationSteps) + 1,
      });
      parameter.assign(output.parameter);
      for (const [at, slot] of slots.entries()) slot.assign(output.slots[at] as Tensor);
    }
  }

  /** Copies of what it has learned. The caller disposes the slots. */
  state(): OptimizerState {
    return {
      name: this.name,
      iterations: this.iterations,
      slots: this.kept.map((slot) => clone(slot)),
    };
  }

  /**
   * Goes on from a state of {@link Optimizer.state}, on the same variables. The state stays the caller's.
   *
   * @throws {InvalidArgumentError} when the state is of another optimiser or of other variables
   */
  restore(state: OptimizerState): void {
    const own = this.kept;
    const shapes = (tensors: readonly Tensor[]) => tensors.map((tensor) => `[${tensor.shape}]`).join(' ');
    if (state.name !== this.name || shapes(state.slots) !== shapes(own)) {
      throw new InvalidArgumentError({
        argument: 'state',
        allowed: `a state of ${this.name} with the shapes ${shapes(own)}`,
        received: `${state.name} with ${shapes(state.slots)}`,
      });
    }
    for (const [index, slot] of own.entries()) slot.assign(state.slots[index] as Tensor);
    this.iterations = state.iterations;
  }

  /** Frees the slots and forgets the steps taken. */
  dispose(): void {
    dispose([...this.kept]);
    this.#variables = [];
    this.#slots = [];
    this.#accumulated = [];
    this.iterations = 0;
  }
}

/** The factor of each variable of the layers. */
function factorsOf(rateFactors: readonly RateFactor[]): Map<unknown, number> {
  const entries = rateFactors.flatMap(({ layers, factor }) =>
    [layers].flat().flatMap((layer) => layer.weights.map((weight) => [weight.read(), factor] as const)),
  );
  return new Map(entries);
}

/** A learning rate that follows from the number of steps taken. */
export interface LearningRateSchedule {
  /** The name in camelCase, such as `exponentialDecay`. */
  readonly name: string;
  /** The options it was made with, for saving. */
  readonly settings: object;
  /**
   * The rate of a step.
   *
   * @param step the steps taken before it, from 0
   */
  at(step: number): number;
}

import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';

/** `average + (1 - rate) (value - average)`: the average moved towards a value. */
export function movingAverage(average: Tensor, value: Tensor, rate: number): Tensor {
  return add(average, mul(sub(value, average), 1 - rate));
}

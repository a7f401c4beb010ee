import { InvalidArgumentError } from '@imgclf/runtime';
import type { ArrayData } from '../arrays/array-data';
import type { FloatImage } from './float-image';

/** One image of an array `[examples, height, width, channels]`, which shares its values where they are float32. */
export function imageOf({ data, shape }: ArrayData, example: number): FloatImage {
  const [, height, width, channels] = shape as readonly [number, number, number, FloatImage['channels']];
  const size = height * width * channels;
  const own = data.subarray(example * size, (example + 1) * size);
  return {
    height,
    width,
    channels,
    data: own instanceof Float32Array ? own : new Float32Array(own),
  };
}

/** How to choose the examples of a subset. */
export interface SplitPlan {
  readonly subset?: 'training' | 'validation' | undefined;
  readonly validationSplit: number;
  readonly ignoreClassSplit: boolean;
}

/** The numbers of the examples in a subset: for validation the first ones, unlike the folder loader. */
export function splitExamples(ys: ArrayData | undefined, count: number, plan: SplitPlan): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (plan.subset === undefined) return all;
  const end = Math.trunc(count * plan.validationSplit);
  if (ys !== undefined && !plan.ignoreClassSplit) {
    const size = ys.data.length / count;
    const [validation, training] = [ys.data.subarray(0, end * size), ys.data.subarray(end * size)];
    if (distinct(validation) !== distinct(training))
      throw new InvalidArgumentError({
        argument: 'ys',
        allowed:
          'labels that occur in both the training and the validation part; shuffle sorted arrays first',
        received: `${distinct(training)} and ${distinct(validation)}`,
      });
  }
  return plan.subset === 'validation' ? all.slice(0, end) : all.slice(end);
}

function distinct(values: Iterable<number>): string {
  return [...new Set(values)].sort((a, b) => a - b).join();
}

import { caffeMeans, torchDeviations, torchMeans } from '../tensors/preprocess-input';
import type { CheckedStep } from './preprocessing-step';

const float = Math.fround;
const caffe = caffeMeans.map(float);
const torch = { means: torchMeans.map(float), deviations: torchDeviations.map(float) };

/**
 * Applies a step to the values of one picture, in place, with the very float32 numbers that `applyStep` gives: without
 * the calls to a backend, which take longer than the work.
 *
 * @returns whether it has; other steps are left to `applyStep`
 */
export function applyInPlace(data: Float32Array, channels: number, step: CheckedStep): boolean {
  if (step.op === 'rescale') rescale(data, float(step.scale), float(step.offset));
  else if (step.op === 'preprocessInput' && channels === 3) preprocess[step.mode](data);
  else return false;
  return true;
}

function rescale(data: Float32Array, scale: number, offset: number): void {
  for (let i = 0; i < data.length; i++) data[i] = float((data[i] as number) * scale) + offset;
}

const preprocess = {
  tf(data: Float32Array): void {
    for (let i = 0; i < data.length; i++) data[i] = float((data[i] as number) / 127.5) - 1;
  },
  caffe(data: Float32Array): void {
    const [blue = 0, green = 0, red = 0] = caffe;
    for (let i = 0; i < data.length; i += 3) {
      const first = data[i] as number;
      data[i] = (data[i + 2] as number) - blue;
      data[i + 1] = (data[i + 1] as number) - green;
      data[i + 2] = first - red;
    }
  },
  torch(data: Float32Array): void {
    for (let i = 0; i < data.length; i++) {
      const centered = float(float((data[i] as number) / 255) - (torch.means[i % 3] as number));
      data[i] = centered / (torch.deviations[i % 3] as number);
    }
  },
};

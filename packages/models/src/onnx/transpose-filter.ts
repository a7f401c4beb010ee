import type { Constant } from '../inference/program';

/** Brings a filter `[height, width, inputs, outputs]` to ONNX's order `[outputs, inputs, height, width]`. */
export function transposeFilter({ data, shape }: Constant): Constant {
  const [height = 1, width = 1, inputs = 1, outputs = 1] = shape;
  const area = height * width;
  const result = new Float32Array(data.length);
  for (let at = 0; at < area; at++) {
    for (let i = 0; i < inputs; i++) {
      const from = (at * inputs + i) * outputs;
      for (let o = 0; o < outputs; o++) result[(o * inputs + i) * area + at] = data[from + o] as number;
    }
  }
  return { data: result, shape: [outputs, inputs, height, width] };
}

/** Brings a depthwise filter `[height, width, inputs, multiplier]` to `[inputs * multiplier, 1, height, width]`. */
export function transposeDepthwiseFilter({ data, shape }: Constant): Constant {
  const [height = 1, width = 1, inputs = 1, multiplier = 1] = shape;
  return transposeFilter({ data, shape: [height, width, 1, inputs * multiplier] });
}

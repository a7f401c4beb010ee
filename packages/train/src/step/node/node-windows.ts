import type { ConvGeometry, PoolGeometry } from '@imgclf/runtime/wasm';
import type { Attribute, Tensorflow } from './tensorflow';

/** Padding as TensorFlow names it, which knows more kernels for `VALID` and `SAME` than for explicit numbers. */
export function paddingAttributes(
  tensorflow: Tensorflow,
  geometry: ConvGeometry | PoolGeometry,
): Attribute[] {
  const { dilationHeight = 1, dilationWidth = 1 } = geometry as Partial<ConvGeometry>;
  const top = paddingOf({
    before: geometry.padTop,
    input: geometry.inputHeight,
    output: geometry.outputHeight,
    stride: geometry.strideHeight,
    window: (geometry.filterHeight - 1) * dilationHeight + 1,
  });
  const left = paddingOf({
    before: geometry.padLeft,
    input: geometry.inputWidth,
    output: geometry.outputWidth,
    stride: geometry.strideWidth,
    window: (geometry.filterWidth - 1) * dilationWidth + 1,
  });
  if (top.valid && left.valid) return [tensorflow.text('padding', 'VALID')];
  if (top.same && left.same) return [tensorflow.text('padding', 'SAME')];
  const explicit = [0, 0, geometry.padTop, top.after, geometry.padLeft, left.after, 0, 0];
  return [tensorflow.text('padding', 'EXPLICIT'), tensorflow.integers('explicit_paddings', explicit)];
}

interface Axis {
  before: number;
  input: number;
  output: number;
  stride: number;
  window: number;
}

function paddingOf({ before, input, output, stride, window }: Axis) {
  const needed = Math.max((output - 1) * stride + window - input, 0);
  const after = Math.max(needed - before, 0);
  const valid = before === 0 && output === Math.ceil((input - window + 1) / stride);
  const same = output === Math.ceil(input / stride) && before === Math.floor(needed / 2);
  return { after, valid, same };
}

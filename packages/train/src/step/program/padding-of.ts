import type { ConvGeometry, PoolGeometry } from '@imgclf/runtime/wasm';

/** The padding of windows, by the name that libraries give it, and in rows and columns. */
export interface Padding {
  kind: 'valid' | 'same' | 'explicit';
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** What padding a geometry has; many kernels are made for `valid` and `same` only. */
export function paddingOf(geometry: ConvGeometry | PoolGeometry): Padding {
  const { dilationHeight = 1, dilationWidth = 1 } = geometry as Partial<ConvGeometry>;
  const rows = axisPadding({
    before: geometry.padTop,
    input: geometry.inputHeight,
    output: geometry.outputHeight,
    stride: geometry.strideHeight,
    window: (geometry.filterHeight - 1) * dilationHeight + 1,
  });
  const columns = axisPadding({
    before: geometry.padLeft,
    input: geometry.inputWidth,
    output: geometry.outputWidth,
    stride: geometry.strideWidth,
    window: (geometry.filterWidth - 1) * dilationWidth + 1,
  });
  const sides = { top: geometry.padTop, bottom: rows.after, left: geometry.padLeft, right: columns.after };
  if (rows.valid && columns.valid) return { kind: 'valid', ...sides };
  return { kind: rows.same && columns.same ? 'same' : 'explicit', ...sides };
}

interface Axis {
  before: number;
  input: number;
  output: number;
  stride: number;
  window: number;
}

function axisPadding({ before, input, output, stride, window }: Axis) {
  const needed = Math.max((output - 1) * stride + window - input, 0);
  const after = Math.max(needed - before, 0);
  const valid = before === 0 && output === Math.ceil((input - window + 1) / stride);
  const same = output === Math.ceil(input / stride) && before === Math.floor(needed / 2);
  return { after, valid, same };
}

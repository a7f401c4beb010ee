import type { PoolGeometry } from '../geometry';

/** How many floats the input and the output of a pooling have. */
export function poolLengthsOf(g: PoolGeometry) {
  return {
    x: g.batch * g.inputHeight * g.inputWidth * g.channels,
    y: g.batch * g.outputHeight * g.outputWidth * g.channels,
  };
}

/** A pooling window by window, in double precision. */
export function naivePool(kind: 'max' | 'avg', x: ArrayLike<number>, g: PoolGeometry): Float64Array {
  return Float64Array.from({ length: poolLengthsOf(g).y }, (_, output) => {
    const values = windowOf(g, output).map((index) => x[index] ?? 0);
    if (kind === 'max') return Math.max(...values);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

/** Its gradient: all of it to the first of the largest, or the same share to each. */
export function naivePoolGradient(
  kind: 'max' | 'avg',
  { x, dy }: { x: ArrayLike<number>; dy: ArrayLike<number> },
  g: PoolGeometry,
): Float64Array {
  const dx = new Float64Array(x.length);
  for (let output = 0; output < dy.length; output++) {
    const indexes = windowOf(g, output);
    const values = indexes.map((index) => x[index] ?? 0);
    const largest = values.indexOf(Math.max(...values));
    const receivers = kind === 'max' ? indexes.slice(largest, largest + 1) : indexes;
    for (const index of receivers) dx[index] = (dx[index] ?? 0) + (dy[output] ?? 0) / receivers.length;
  }
  return dx;
}

/** Indexes of the inputs that an output looks at, row by row. */
function windowOf(g: PoolGeometry, output: number): number[] {
  const channel = output % g.channels;
  const pixel = Math.floor(output / g.channels);
  const column = pixel % g.outputWidth;
  const row = Math.floor(pixel / g.outputWidth) % g.outputHeight;
  const image = Math.floor(pixel / (g.outputWidth * g.outputHeight));
  const indexes: number[] = [];
  for (let place = 0; place < g.filterHeight * g.filterWidth; place++) {
    const y = row * g.strideHeight - g.padTop + Math.floor(place / g.filterWidth);
    const x = column * g.strideWidth - g.padLeft + (place % g.filterWidth);
    if (y < 0 || y >= g.inputHeight || x < 0 || x >= g.inputWidth) continue;
    indexes.push(((image * g.inputHeight + y) * g.inputWidth + x) * g.channels + channel);
  }
  return indexes;
}

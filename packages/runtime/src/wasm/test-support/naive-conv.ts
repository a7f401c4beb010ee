import type { ConvGeometry } from '../geometry';

/** How many floats each array of a convolution has. */
export function lengthsOf(g: ConvGeometry, depthwise = false) {
  const taps = g.filterHeight * g.filterWidth;
  return {
    x: g.batch * g.inputHeight * g.inputWidth * g.inputChannels,
    filter: taps * g.outputChannels * (depthwise ? 1 : g.inputChannels),
    y: g.batch * g.outputHeight * g.outputWidth * g.outputChannels,
  };
}

/** One product of a convolution: indexes into its arrays. */
type Visit = (x: number, filter: number, y: number) => void;

/** A convolution term by term, in double precision. */
export function naiveConv(
  x: ArrayLike<number>,
  filter: ArrayLike<number>,
  g: ConvGeometry,
  depthwise = false,
): Float64Array {
  const y = new Float64Array(lengthsOf(g, depthwise).y);
  visitProducts(g, depthwise, (i, j, k) => {
    y[k] = (y[k] ?? 0) + (x[i] ?? 0) * (filter[j] ?? 0);
  });
  return y;
}

/** The gradients of a convolution term by term. */
export function naiveConvGradients(
  { x, filter, dy }: Record<'x' | 'filter' | 'dy', ArrayLike<number>>,
  g: ConvGeometry,
  depthwise = false,
) {
  const dx = new Float64Array(x.length);
  const dFilter = new Float64Array(filter.length);
  visitProducts(g, depthwise, (i, j, k) => {
    dx[i] = (dx[i] ?? 0) + (dy[k] ?? 0) * (filter[j] ?? 0);
    dFilter[j] = (dFilter[j] ?? 0) + (dy[k] ?? 0) * (x[i] ?? 0);
  });
  return { dx, dFilter };
}

function visitProducts(g: ConvGeometry, depthwise: boolean, visit: Visit): void {
  const multiplier = g.outputChannels / g.inputChannels;
  const pixels = g.batch * g.outputHeight * g.outputWidth;
  for (let pixel = 0; pixel < pixels; pixel++) {
    visitTaps(g, pixel, (inputPixel, tap) => {
      for (let output = 0; output < g.outputChannels; output++) {
        const y = pixel * g.outputChannels + output;
        if (depthwise) {
          const x = inputPixel * g.inputChannels + Math.floor(output / multiplier);
          visit(x, tap * g.outputChannels + output, y);
          continue;
        }
        for (let c = 0; c < g.inputChannels; c++) {
          const row = tap * g.inputChannels + c;
          visit(inputPixel * g.inputChannels + c, row * g.outputChannels + output, y);
        }
      }
    });
  }
}

/** The taps of an output pixel that lie inside the input. */
function visitTaps(g: ConvGeometry, pixel: number, visit: (inputPixel: number, tap: number) => void): void {
  const column = pixel % g.outputWidth;
  const row = Math.floor(pixel / g.outputWidth) % g.outputHeight;
  const image = Math.floor(pixel / (g.outputWidth * g.outputHeight));
  for (let tap = 0; tap < g.filterHeight * g.filterWidth; tap++) {
    const inputRow = row * g.strideHeight - g.padTop + Math.floor(tap / g.filterWidth) * g.dilationHeight;
    const inputColumn = column * g.strideWidth - g.padLeft + (tap % g.filterWidth) * g.dilationWidth;
    const inside =
      inputRow >= 0 && inputRow < g.inputHeight && inputColumn >= 0 && inputColumn < g.inputWidth;
    if (inside) visit((image * g.inputHeight + inputRow) * g.inputWidth + inputColumn, tap);
  }
}

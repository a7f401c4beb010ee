import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import type { PoolGeometry } from '../geometry';
import type { AvgPoolCall, AvgPoolGradCall, MaxPoolCall, MaxPoolGradCall } from '../kernel-calls';
import { Command, checkSizes } from './command';
import { KERNEL } from './kernel-numbers';

/** Bytes of the cursor that a chunk keeps in its thread's scratch memory. */
const CURSOR_BYTES = 64;
/** About how many values a chunk looks at. */
const CHUNK_VALUES = 32_768;
/** Places in a window are stored in 16 bits. */
const MOST_PLACES = 65_536;

/** A pooling as a command. */
export function encodePool(call: MaxPoolCall | AvgPoolCall): Command {
  const { geometry: g } = call;
  const argmax = call.kernel === 'maxPool' ? call.argmax : undefined;
  const { command, outputBands } = startPool(KERNEL[call.kernel], g);
  command.pointer('x', call.x, inputsOf(g)).pointer('y', call.y, outputsOf(g));
  if (argmax === undefined) command.integers(0);
  else command.pointer('argmax', argmax, { length: outputsOf(g), elementBytes: 2 });
  return command.needs({ chunks: [outputBands], localBytes: CURSOR_BYTES });
}

/** The gradient of average pooling as a command. */
export function encodeAvgPoolGrad({ dy, dx, geometry: g }: AvgPoolGradCall): Command {
  const { command, outputBands, inputBands } = startPool(KERNEL.avgPoolGrad, g);
  return command
    .pointer('dy', dy, outputsOf(g))
    .pointer('dx', dx, inputsOf(g))
    .needs({
      chunks: [outputBands, inputBands],
      sharedBytes: outputsOf(g) * 4,
      localBytes: CURSOR_BYTES,
    });
}

/** The gradient of max pooling as a command: window by window where none overlap, else input by input. */
export function encodeMaxPoolGrad(call: MaxPoolGradCall): Command {
  const { geometry: g } = call;
  const apart = g.strideHeight >= g.filterHeight && g.strideWidth >= g.filterWidth;
  const kernel = apart ? KERNEL.maxPoolScatter : KERNEL.maxPoolGrad;
  const { command, outputBands, inputBands } = startPool(kernel, g);
  return command
    .pointer('dy', call.dy, outputsOf(g))
    .pointer('dx', call.dx, inputsOf(g))
    .pointer('argmax', call.argmax, { length: outputsOf(g), elementBytes: 2 })
    .optionalPointer('activated', call.activated, outputsOf(g))
    .activation(call.activation ?? 'relu')
    .needs({ chunks: [apart ? outputBands : inputBands], localBytes: CURSOR_BYTES });
}

/** A command with the fields that all poolings begin with, and how many bands its two sides have. */
function startPool(kernel: number, g: PoolGeometry) {
  checkPool(g);
  const window = g.filterHeight * g.filterWidth;
  const bandRows = bandRowsOf(g.outputHeight, g.outputWidth * g.channels * window);
  const inputBandRows = bandRowsOf(g.inputHeight, g.inputWidth * g.channels);
  const command = new Command(kernel)
    .integers(g.inputHeight, g.inputWidth, g.channels, g.filterHeight, g.filterWidth)
    .integers(g.outputHeight, g.outputWidth, g.strideHeight, g.strideWidth, g.padTop, g.padLeft)
    .integers(bandRows, inputBandRows);
  const outputBands = g.batch * Math.ceil(g.outputHeight / bandRows);
  const inputBands = g.batch * Math.ceil(g.inputHeight / inputBandRows);
  return { command, outputBands, inputBands };
}

function outputsOf({ batch, outputHeight, outputWidth, channels }: PoolGeometry): number {
  return batch * outputHeight * outputWidth * channels;
}

function inputsOf({ batch, inputHeight, inputWidth, channels }: PoolGeometry): number {
  return batch * inputHeight * inputWidth * channels;
}

function bandRowsOf(rows: number, rowValues: number): number {
  return Math.max(1, Math.min(rows, Math.round(CHUNK_VALUES / rowValues)));
}

/** Besides the sizes, each window must hold a pixel of the input: it has no maximum or mean otherwise. */
function checkPool({ padTop, padLeft, ...sizes }: PoolGeometry): void {
  checkSizes(sizes);
  checkSizes({ padTop, padLeft }, 0);
  const { filterHeight, filterWidth, inputHeight, inputWidth } = sizes;
  const lastRow = (sizes.outputHeight - 1) * sizes.strideHeight - padTop;
  const lastColumn = (sizes.outputWidth - 1) * sizes.strideWidth - padLeft;
  check('padTop', padTop, padTop < filterHeight && lastRow < inputHeight);
  check('padLeft', padLeft, padLeft < filterWidth && lastColumn < inputWidth);
  check('filterHeight', filterHeight, filterHeight * filterWidth <= MOST_PLACES);
}

function check(argument: string, received: number, holds: boolean): void {
  if (holds) return;
  const allowed = `such that each window holds at least one pixel of the input and at most ${MOST_PLACES} places`;
  throw new InvalidArgumentError({ argument, allowed, received });
}

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
  checkPool(g);
  const outputs = g.batch * g.outputHeight * g.outputWidth * g.channels;
  const bandRows = bandRowsOf(g.outputHeight, g.outputWidth * g.channels * g.filterHeight * g.filterWidth);
  const command = startPool(KERNEL[call.kernel], g, bandRows)
    .pointer('x', call.x, inputsOf(g))
    .pointer('y', call.y, outputs);
  if (argmax === undefined) command.integers(0);
  else command.pointer('argmax', argmax, { length: outputs, elementBytes: 2 });
  return command.needs({
    chunks: [g.batch * Math.ceil(g.outputHeight / bandRows)],
    localBytes: CURSOR_BYTES,
  });
}

/** The gradient of a pooling as a command. */
export function encodePoolGrad(call: MaxPoolGradCall | AvgPoolGradCall): Command {
  const { geometry: g } = call;
  checkPool(g);
  const outputs = g.batch * g.outputHeight * g.outputWidth * g.channels;
  const bandRows = bandRowsOf(g.inputHeight, g.inputWidth * g.channels);
  const command = startPool(KERNEL[call.kernel], g, bandRows)
    .pointer('dy', call.dy, outputs)
    .pointer('dx', call.dx, inputsOf(g));
  if (call.kernel === 'maxPoolGrad') {
    command
      .pointer('argmax', call.argmax, { length: outputs, elementBytes: 2 })
      .optionalPointer('activated', call.activated, outputs)
      .activation(call.activation ?? 'relu');
  }
  return command.needs({
    chunks: [g.batch * Math.ceil(g.inputHeight / bandRows)],
    localBytes: CURSOR_BYTES,
  });
}

function startPool(kernel: number, g: PoolGeometry, bandRows: number): Command {
  return new Command(kernel)
    .integers(g.inputHeight, g.inputWidth, g.channels, g.filterHeight, g.filterWidth)
    .integers(g.outputHeight, g.outputWidth, g.strideHeight, g.strideWidth, g.padTop, g.padLeft, bandRows);
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

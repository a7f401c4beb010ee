import type {
  ColumnSumsCall,
  CopyRowsCall,
  ScaleAndShiftCall,
  SoftmaxCall,
  SoftmaxCrossEntropyCall,
} from '../kernel-calls';
import { Command, checkSizes } from './command';
import { KERNEL, SUM_CHUNK } from './kernel-numbers';
import { blockRowsOf, slicesOf } from './rows';

/** Sums over rows as a command. */
export function encodeColumnSums({ x, output, rows, columns, scale = 1 }: ColumnSumsCall): Command {
  checkSizes({ rows, columns });
  const slices = slicesOf(rows, columns);
  return new Command(KERNEL.columnSums)
    .integers(slices, columns)
    .float(scale)
    .integers(0, rows, columns, 0)
    .pointer('x', x, rows * columns)
    .pointer('output', output, columns)
    .needs({ chunks: [slices, columns / SUM_CHUNK], sharedBytes: slices * columns * 4 });
}

/** A factor and a term for each column as a command. */
export function encodeScaleAndShift(call: ScaleAndShiftCall): Command {
  const { rows, columns } = call;
  checkSizes({ rows, columns });
  const blockRows = blockRowsOf(rows, columns);
  return new Command(KERNEL.scaleAndShift)
    .integers(0, 0, 0, 0, rows, columns, blockRows)
    .pointer('x', call.x, rows * columns)
    .pointer('y', call.y, rows * columns)
    .pointer('scale', call.scale, columns)
    .pointer('shift', call.shift, columns)
    .activation(call.activation)
    .needs({ chunks: [rows / blockRows] });
}

/** Softmax as a command. */
export function encodeSoftmax({ logits, output, rows, columns }: SoftmaxCall): Command {
  checkSizes({ rows, columns });
  const blockRows = blockRowsOf(rows, columns);
  return new Command(KERNEL.softmax)
    .pointer('logits', logits, rows * columns)
    .integers(rows, columns, blockRows)
    .pointer('output', output, rows * columns)
    .integers(0, 0, 0, 0)
    .needs({ chunks: [rows / blockRows] });
}

/** Cross-entropy from logits as a command. */
export function encodeSoftmaxCrossEntropy(call: SoftmaxCrossEntropyCall): Command {
  const { rows, columns } = call;
  checkSizes({ rows, columns });
  const blockRows = blockRowsOf(rows, columns);
  const indexes = call.labelKind === 'indices';
  return new Command(KERNEL.softmax)
    .pointer('logits', call.logits, rows * columns)
    .integers(rows, columns, blockRows)
    .optionalPointer('probabilities', call.probabilities, rows * columns)
    .pointer('labels', call.labels, indexes ? rows : rows * columns)
    .integers(Number(indexes))
    .pointer('losses', call.losses, rows)
    .optionalPointer('dLogits', call.dLogits, rows * columns)
    .needs({ chunks: [rows / blockRows] });
}

/** Copied rows as a command. */
export function encodeCopyRows(call: CopyRowsCall): Command {
  const { rows, columns, xStep = columns, yStep = columns, yStart = 0, places } = call;
  checkSizes({ rows, columns });
  checkSizes({ xStep, yStep }, columns);
  checkSizes({ yStart }, 0);
  if (places !== undefined) checkSizes({ of: places.of });
  const blockRows = blockRowsOf(rows, columns);
  return new Command(KERNEL.copyRows)
    .integers(rows, blockRows)
    .pointer('x', call.x, ((places?.of ?? rows) - 1) * xStep + columns)
    .pointer('y', call.y, { start: yStart, length: yStart + (rows - 1) * yStep + columns })
    .integers(columns * 4, xStep * 4, yStep * 4)
    .optionalPointer('places', places?.at, rows)
    .needs({ chunks: [rows / blockRows] });
}

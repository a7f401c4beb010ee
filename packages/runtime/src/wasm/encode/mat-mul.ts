import type { MatMulCall } from '../kernel-calls';
import { Command, checkSizes } from './command';
import { KERNEL, PANEL_COLUMNS, PANEL_ROW_BYTES, SUM_CHUNK } from './kernel-numbers';

/** How much of the inner dimension is packed at a time; `DEPTH` in `assembly/mat-mul.ts`. */
const DEPTH = 512;
/** Rows of a block: enough that packing a panel for it costs little. */
const BLOCK_ROWS = 128;
/** About how many products a chunk computes: some 40 microseconds. */
const CHUNK_PRODUCTS = 500_000;

/** Fewer blocks than this leave threads without work. */
const FEW_BLOCKS = 8;
/** How much of the inner dimension makes a slice worth it. */
const SLICE_DEPTH = 4096;
/** Panels of a block: a cache line of B, or where B is so tall that its rows lie in as many pages, four of them. */
const LEAST_PANELS = 2;
const LEAST_PANELS_TALL = 8;

/** A matrix product as a command. */
export function encodeMatMul(call: MatMulCall): Command {
  const { rows, columns, inner, transposeA = false, transposeB = false, activation } = call;
  checkSizes({ rows, columns, inner });
  const blockRows = Math.min(rows, BLOCK_ROWS);
  const blockColumns = blockColumnsOf(call, blockRows);
  const blocks = Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  const slices = blocks < FEW_BLOCKS ? Math.max(1, Math.min(FEW_BLOCKS, Math.floor(inner / SLICE_DEPTH))) : 1;
  const sliced = slices > 1;
  const length = rows * columns;
  return new Command(KERNEL.matMul)
    .integers(slices, length)
    .float(1)
    .activation(activation)
    .pointer('a', call.a, rows * inner)
    .pointer('b', call.b, inner * columns)
    .pointer('output', call.output, length)
    .optionalPointer('bias', call.bias, columns)
    .integers(rows, columns, inner)
    .integers(transposeA ? 4 : inner * 4, transposeA ? rows * 4 : 4)
    .integers(transposeB ? 4 : columns * 4, transposeB ? inner * 4 : 4)
    .activation(sliced ? 'linear' : activation)
    .integers(blockRows, blockColumns)
    .needs({
      chunks: sliced ? [slices * blocks, length / SUM_CHUNK] : [blocks],
      sharedBytes: sliced ? slices * length * 4 : 0,
      localBytes: DEPTH * PANEL_ROW_BYTES,
    });
}

/** Equal blocks of whole panels of about the wanted size. */
function blockColumnsOf({ columns, inner }: MatMulCall, blockRows: number): number {
  const blocks = Math.max(1, Math.round((columns * blockRows * inner) / CHUNK_PRODUCTS));
  const panels = Math.ceil(columns / blocks / PANEL_COLUMNS);
  return PANEL_COLUMNS * Math.max(inner >= SLICE_DEPTH ? LEAST_PANELS_TALL : LEAST_PANELS, panels);
}

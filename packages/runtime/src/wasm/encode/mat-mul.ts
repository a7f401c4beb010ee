import type { MatMulCall } from '../kernel-calls';
import { Command, checkSizes } from './command';
import { KERNEL, PANEL_COLUMNS, PANEL_ROW_BYTES } from './kernel-numbers';

/** How much of the inner dimension is packed at a time; `DEPTH` in `assembly/mat-mul.ts`. */
const DEPTH = 512;
/** Rows of a block: enough that packing a panel for it costs little. */
const BLOCK_ROWS = 128;
/** About how many products a chunk computes: some 40 microseconds. */
const CHUNK_PRODUCTS = 500_000;

/** A matrix product as a command. */
export function encodeMatMul(call: MatMulCall): Command {
  const { rows, columns, inner, transposeA = false, transposeB = false } = call;
  checkSizes({ rows, columns, inner });
  const blockRows = Math.min(rows, BLOCK_ROWS);
  const blockColumns = blockColumnsOf(columns, blockRows * inner);
  return new Command(KERNEL.matMul)
    .pointer('a', call.a, rows * inner)
    .pointer('b', call.b, inner * columns)
    .pointer('output', call.output, rows * columns)
    .optionalPointer('bias', call.bias, columns)
    .integers(rows, columns, inner)
    .integers(transposeA ? 4 : inner * 4, transposeA ? rows * 4 : 4)
    .integers(transposeB ? 4 : columns * 4, transposeB ? inner * 4 : 4)
    .activation(call.activation)
    .integers(blockRows, blockColumns)
    .needs({
      chunks: [Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns)],
      localBytes: DEPTH * PANEL_ROW_BYTES,
    });
}

/** Equal blocks of whole panels of about the wanted size, never less than two panels (a cache line of B). */
function blockColumnsOf(columns: number, productsPerColumn: number): number {
  const blocks = Math.max(1, Math.round((columns * productsPerColumn) / CHUNK_PRODUCTS));
  const panels = Math.ceil(columns / blocks / PANEL_COLUMNS);
  return PANEL_COLUMNS * Math.max(2, panels);
}

import { TILE_COLUMNS, TILE_ROW_BYTES } from './tile';

/** Eight columns of a matrix to be laid out for {@link Tile}: eight floats for each of `depth` rows. */
@unmanaged
export class Panel {
  source: usize;
  target: usize;
  /** Bytes from a row to the next. */
  rowStep: usize;
  /** Bytes from a column to the next. */
  columnStep: usize;
  depth: i32;
  /** Columns that exist, at most 8; the others are filled with zeros. */
  columns: i32;
}

/** Packs a panel. */
export function packPanel(p: Panel): void {
  if (p.columns < TILE_COLUMNS) packPart(p, 0);
  else if (p.columnStep === 4) packRows(p);
  else if (p.rowStep === 4) packTransposed(p);
  else packPart(p, 0);
}

function packRows(p: Panel): void {
  let source = p.source;
  let target = p.target;
  for (let k = p.depth; k > 0; k--) {
    v128.store(target, v128.load(source));
    v128.store(target, v128.load(source, 16), 16);
    source += p.rowStep;
    target += TILE_ROW_BYTES;
  }
}

/** The columns are contiguous in memory: four rows at a time by transposing 4x4 blocks. */
function packTransposed(p: Panel): void {
  const blocks = p.depth & ~3;
  for (let k = 0; k < blocks; k += 4) {
    const source = p.source + ((<usize>k) << 2);
    const target = p.target + <usize>k * TILE_ROW_BYTES;
    transpose(source, p.columnStep, target);
    transpose(source + 4 * p.columnStep, p.columnStep, target + 16);
  }
  packPart(p, blocks);
}

function transpose(source: usize, step: usize, target: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + step);
  const c = v128.load(source + 2 * step);
  const d = v128.load(source + 3 * step);
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5));
  v128.store(target + TILE_ROW_BYTES, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7));
  v128.store(target + 2 * TILE_ROW_BYTES, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(target + 3 * TILE_ROW_BYTES, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

/** Any steps and any number of columns, from row `first` on. */
function packPart(p: Panel, first: i32): void {
  for (let k = first; k < p.depth; k++) {
    const source = p.source + <usize>k * p.rowStep;
    const target = p.target + <usize>k * TILE_ROW_BYTES;
    for (let j = 0; j < TILE_COLUMNS; j++) {
      const value = j < p.columns ? load<f32>(source + <usize>j * p.columnStep) : 0;
      store<f32>(target + ((<usize>j) << 2), value);
    }
  }
}

/** Copies the bias of a panel's `columns` columns to `target`, zeros for those that do not exist or without a bias. */
export function packBias(target: usize, bias: usize, columns: i32): void {
  for (let j = 0; j < TILE_COLUMNS; j++) {
    const at = (<usize>j) << 2;
    store<f32>(target + at, bias !== 0 && j < columns ? load<f32>(bias + at) : 0);
  }
}

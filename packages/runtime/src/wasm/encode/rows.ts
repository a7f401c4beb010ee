/** Elements of a block of rows or a slice, at least: less is not worth a chunk. */
const ELEMENTS = 16384;

/** Most slices of a reduction, and so most threads that can work on it. */
const MOST_SLICES = 32;

/** How many rows of a matrix make up a chunk. */
export function blockRowsOf(rows: number, columns: number): number {
  return Math.min(rows, Math.max(1, Math.ceil(ELEMENTS / columns)));
}

/** Into how many slices the rows of a matrix are cut for a sum over them. It may depend on nothing but the sizes. */
export function slicesOf(rows: number, columns: number): number {
  return Math.max(1, Math.min(MOST_SLICES, rows, Math.floor((rows * columns) / ELEMENTS)));
}

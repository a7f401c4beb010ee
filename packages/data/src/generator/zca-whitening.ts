import type { Matrix } from 'ml-matrix';

/** A symmetric matrix, row by row. */
export interface ZcaMatrix {
  readonly size: number;
  readonly data: Float32Array;
}

/**
 * The whitening matrix of centred rows X: with the singular values s and the left singular vectors U of the transposed
 * X, it is U diag(sqrt(rows) / (s + epsilon)) U'. They come from the eigenvectors of the smaller of X'X and XX'.
 */
export async function zcaMatrix(rows: Float32Array, count: number, epsilon: number): Promise<ZcaMatrix> {
  // Imported here, because pages that do not whiten should not load it.
  const { EigenvalueDecomposition, Matrix } = await import('ml-matrix');
  const size = rows.length / count;
  const x = Matrix.from1DArray(count, size, rows);
  const tall = count >= size;
  const transposed = x.transpose();
  const gram = tall ? transposed.mmul(x) : x.mmul(transposed);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  const singular = realEigenvalues.map((value) => Math.sqrt(Math.max(value, 0)));
  const left = tall ? eigenvectorMatrix : transposed.mmul(eigenvectorMatrix);
  if (!tall) scaleColumns(left, (column) => divide(1, singular[column] as number));
  const scaled = left.clone();
  scaleColumns(scaled, (column) => Math.sqrt(count) / ((singular[column] as number) + epsilon));
  return { size, data: Float32Array.from(scaled.mmul(left.transpose()).to1DArray()) };
}

function scaleColumns(matrix: Matrix, factorOf: (column: number) => number): void {
  for (let column = 0; column < matrix.columns; column++) matrix.mulColumn(column, factorOf(column));
}

/** A direction in which the rows do not vary has no singular vector to find, and no part in the result. */
function divide(dividend: number, divisor: number): number {
  return divisor === 0 ? 0 : dividend / divisor;
}

/** A row times the whitening matrix. */
export function whiten(row: Float32Array, { size, data }: ZcaMatrix): Float32Array {
  const output = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const value = row[i] as number;
    const start = i * size;
    for (let j = 0; j < size; j++) output[j] = (output[j] as number) + value * (data[start + j] as number);
  }
  return Float32Array.from(output);
}

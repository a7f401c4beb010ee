import type { TransformParameters } from './transform-parameters';

/**
 * The first two rows of a 3x3 matrix, row by row, that takes an output pixel `(column, row, 1)` to the point of the
 * input that it shows.
 */
export type AffineMatrix = readonly [number, number, number, number, number, number];

type Factors = Pick<TransformParameters, 'theta' | 'tx' | 'ty' | 'shear' | 'zx' | 'zy'>;

/**
 * The matrix of a transformation as Keras's generator computes it, or `undefined` where nothing moves. It mixes up
 * the axes: the column's centre is taken from the height and the row's from the width.
 */
export function affineMatrix(
  { theta, tx, ty, shear, zx, zy }: Factors,
  { height, width }: { height: number; width: number },
): AffineMatrix | undefined {
  const angle = radians(theta);
  const slant = radians(shear);
  const factors: AffineMatrix[] = [];
  if (theta !== 0) factors.push([Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0]);
  if (tx !== 0 || ty !== 0) factors.push([1, 0, tx, 0, 1, ty]);
  if (shear !== 0) factors.push([1, -Math.sin(slant), 0, 0, Math.cos(slant), 0]);
  if (zx !== 1 || zy !== 1) factors.push([zx, 0, 0, 0, zy, 0]);
  if (factors.length === 0) return undefined;
  const [x, y] = [height / 2 - 0.5, width / 2 - 0.5];
  return [[1, 0, x, 0, 1, y] as AffineMatrix, ...factors, [1, 0, -x, 0, 1, -y] as AffineMatrix].reduce(
    multiply,
  );
}

function radians(degrees: number): number {
  return degrees * (Math.PI / 180);
}

function multiply(a: AffineMatrix, b: AffineMatrix): AffineMatrix {
  return [
    a[0] * b[0] + a[1] * b[3],
    a[0] * b[1] + a[1] * b[4],
    a[0] * b[2] + a[1] * b[5] + a[2],
    a[3] * b[0] + a[4] * b[3],
    a[3] * b[1] + a[4] * b[4],
    a[3] * b[2] + a[4] * b[5] + a[5],
  ];
}

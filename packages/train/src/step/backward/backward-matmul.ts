import type { MatMul } from '../program/operation';
import { type Backward, beforeActivation, flowBias } from './backward';

/** Through a Dense layer: `dW = x^T dy`, `dx = dy W^T`. */
export const backwardMatMul: Backward<MatMul> = (builder, operation, gradient) => {
  const { a, b, bias, output, rows, columns, inner } = operation;
  const dy = beforeActivation(builder, { y: output, ...operation }, gradient);
  if (builder.tracked(b)) {
    const dFilter = builder.temporary([inner, columns]);
    const sizes = { rows: inner, columns, inner: rows };
    builder.backward({ kernel: 'matMul', a, b: dy, output: dFilter, transposeA: true, ...sizes });
    builder.flow(b, dFilter);
  }
  flowBias(builder, bias, dy);
  if (builder.tracked(a)) {
    const dx = builder.temporary([rows, inner]);
    const sizes = { rows, columns: inner, inner: columns };
    builder.backward({ kernel: 'matMul', a: dy, b, output: dx, transposeB: true, ...sizes });
    builder.flow(a, dx);
  }
};

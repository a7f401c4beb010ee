import type { BatchNormTraining, ScaleAndShift } from '../program/operation';
import { type Backward, beforeActivation } from './backward';

/** Through batch normalisation by the batch's statistics. */
export const backwardBatchNorm: Backward<BatchNormTraining> = (builder, operation, gradient) => {
  const { x, gamma, beta, rows, columns, mean, variance, epsilon } = operation;
  const dy = beforeActivation(builder, operation, gradient);
  const dx = builder.temporary(builder.shape(x));
  const sums = (id: number | undefined) =>
    id !== undefined && builder.tracked(id) ? builder.temporary([columns]) : undefined;
  const dGamma = sums(gamma);
  const dBeta = sums(beta);
  builder.backward({
    kernel: 'batchNormTrainingGrad',
    ...{ x, dy, dx, rows, columns, mean, variance, epsilon },
    ...(gamma === undefined ? {} : { gamma }),
    ...(dGamma === undefined ? {} : { dGamma }),
    ...(dBeta === undefined ? {} : { dBeta }),
  });
  if (gamma !== undefined && dGamma !== undefined) builder.flow(gamma, dGamma);
  if (beta !== undefined && dBeta !== undefined) builder.flow(beta, dBeta);
  if (builder.tracked(x)) builder.flow(x, dx);
};

/** Through batch normalisation by the moving statistics, whose weights do not learn. */
export const backwardScaleAndShift: Backward<ScaleAndShift> = (builder, operation, gradient) => {
  const { x, scale, rows, columns } = operation;
  const dy = beforeActivation(builder, operation, gradient);
  const dx = builder.temporary(builder.shape(x));
  builder.backward({ kernel: 'scaleAndShift', x: dy, y: dx, scale, rows, columns });
  builder.flow(x, dx);
};

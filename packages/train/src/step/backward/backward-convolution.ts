import type { Convolution } from '../program/operation';
import { type Backward, beforeActivation, flowBias } from './backward';

/** Through a convolution, depthwise or not. */
export const backwardConvolution: Backward<Convolution> = (builder, operation, gradient) => {
  const { kernel, x, y, filter, bias, geometry } = operation;
  const dy = builder.settled(y) ? gradient : beforeActivation(builder, operation, gradient);
  if (!builder.settled(y)) flowBias(builder, bias, dy);
  if (builder.tracked(filter)) {
    const dFilter = builder.temporary(builder.shape(filter));
    builder.backward({ kernel: `${kernel}BackpropFilter`, x, dy, dFilter, geometry });
    builder.flow(filter, dFilter);
  }
  if (builder.tracked(x)) {
    const dx = builder.temporary(builder.shape(x));
    builder.backward({ kernel: `${kernel}BackpropInput`, dy, filter, dx, geometry });
    builder.flow(x, dx);
  }
};

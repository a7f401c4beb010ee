import type { ValueId } from '../program/operation';
import { sizeOf } from '../program/value';
import { foldIntoConvolution } from './fold-into-convolution';
import { type Lowering, variableOf } from './lowering';

/**
 * BatchNormalization over the last axis: by the batch's statistics, or by the moving ones where the layer says that it
 * is frozen. A frozen layer whose gamma or beta still learns is left to automatic differentiation.
 */
export function lowerBatchNormalization(lowering: Lowering): ValueId | undefined {
  const { builder, layer, config, inputs } = lowering;
  const [x = -1] = inputs;
  const shape = builder.shape(x);
  const columns = shape.at(-1) ?? 0;
  const rows = sizeOf(shape) / columns;
  const axis = config.axis as number;
  if (axis !== -1 && axis !== shape.length - 1) return undefined;
  const movingMean = variableOf(lowering, 'movingMean');
  const movingVariance = variableOf(lowering, 'movingVariance');
  if (movingMean === undefined || movingVariance === undefined) return undefined;
  const affine = affineOf(lowering);
  const epsilon = config.epsilon as number;
  if (!(layer as { frozen?: boolean }).frozen) {
    const y = builder.temporary(shape);
    const statistics = { mean: builder.temporary([columns]), variance: builder.temporary([columns]) };
    const moving = { movingMean, movingVariance, momentum: config.momentum as number };
    const sizes = { rows, columns, epsilon };
    builder.forward({ kernel: 'batchNormTraining', x, y, ...affine, ...statistics, ...moving, ...sizes });
    return y;
  }
  if (Object.values(affine).some((id) => builder.tracked(id))) return undefined;
  const scale = builder.temporary([columns]);
  const shift = builder.temporary([columns]);
  const from = { ...affine, mean: movingMean, variance: movingVariance, epsilon };
  const fold = () => builder.forward({ kernel: 'foldBatchNorm', ...from, scale, shift });
  if (lowering.only && foldIntoConvolution(builder, x, { scale, shift, fold })) return x;
  fold();
  const y = builder.temporary(shape);
  builder.forward({ kernel: 'scaleAndShift', x, y, scale, shift, rows, columns });
  return y;
}

function affineOf(lowering: Lowering): { gamma?: ValueId; beta?: ValueId } {
  const gamma = variableOf(lowering, 'gamma');
  const beta = variableOf(lowering, 'beta');
  return { ...(gamma === undefined ? {} : { gamma }), ...(beta === undefined ? {} : { beta }) };
}

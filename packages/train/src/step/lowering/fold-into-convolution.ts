import type { Convolution, Operation, ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';

/** A scale and a shift for each channel, and what computes them. */
export interface ChannelScale {
  scale: ValueId;
  shift: ValueId;
  /** Adds the operations that make them. */
  fold: () => void;
}

/**
 * Scales the filter of the convolution that was just added, rather than its output, which is larger. Returns whether
 * that was possible: the convolution must not learn, and its output must go nowhere else.
 */
export function foldIntoConvolution(
  builder: ProgramBuilder,
  output: ValueId,
  { scale, shift, fold }: ChannelScale,
): boolean {
  const last = builder.operations.at(-1);
  if (last === undefined || !isPlainConvolution(last) || last.y !== output) return false;
  const { filter, bias } = last;
  if (builder.tracked(filter) || (bias !== undefined && builder.tracked(bias))) return false;
  builder.operations.pop();
  fold();
  const columns = builder.size(scale);
  /** Scales, and shifts where asked to, the numbers of a value whose last axis is the channels. */
  const scaled = (id: ValueId, shifts: { shift?: ValueId }) => {
    const rows = builder.size(id) / columns;
    const [x, y] = [builder.alias(id, [rows, columns]), builder.temporary([rows, columns])];
    builder.forward({ kernel: 'scaleAndShift', x, y, scale, ...shifts, rows, columns });
    return builder.alias(y, builder.shape(id));
  };
  const moved = bias === undefined ? shift : scaled(bias, { shift });
  builder.forward({ ...last, filter: scaled(filter, {}), bias: moved });
  return true;
}

function isPlainConvolution(operation: Operation): operation is Convolution {
  if (operation.kernel !== 'conv2d' && operation.kernel !== 'depthwiseConv2d') return false;
  return (operation.activation ?? 'linear') === 'linear';
}

import type { ValueId } from '../program/operation';
import { sizeOf } from '../program/value';
import { activate, knownActivation } from './activation';
import type { Lowering } from './lowering';

/** Activation, ReLU and Softmax layers. */
export function lowerActivation({
  builder,
  layer,
  config,
  inputs,
  only,
  withoutActivation,
}: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  if (withoutActivation) return x;
  const activation = activationOf(layer.getClassName(), { ...config, rank: builder.shape(x).length });
  return knownActivation(activation) ? activate(builder, x, { activation, merge: only }) : undefined;
}

function activationOf(
  className: string,
  { activation, maxValue, axis, rank }: Lowering['config'] & { rank: number },
): unknown {
  if (className === 'Activation') return activation;
  if (className === 'Softmax') return axis === -1 || axis === rank - 1 ? 'softmax' : undefined;
  if (maxValue == null) return 'relu';
  return maxValue === 6 ? 'relu6' : undefined;
}

/** Flatten and Reshape: the same numbers in another shape. */
export function lowerReshape({ builder, layer, config, inputs }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  const [batch = 0] = builder.shape(x);
  if (config.dataFormat === 'channelsFirst') return undefined;
  const size = sizeOf(builder.shape(x)) / batch;
  if (layer.getClassName() === 'Flatten') return builder.alias(x, [batch, size]);
  const target = config.targetShape as number[];
  const known = sizeOf(target.filter((length) => length > 0));
  return builder.alias(x, [batch, ...target.map((length) => (length > 0 ? length : size / known))]);
}

/** Add: the sum of two or more values. */
export function lowerAdd({ builder, inputs }: Lowering): ValueId | undefined {
  const [first, ...others] = inputs;
  if (first === undefined || others.length === 0) return undefined;
  const shape = builder.shape(first);
  if (others.some((id) => builder.shape(id).join() !== shape.join())) return undefined;
  return others.reduce((a, b) => {
    const output = builder.temporary(shape);
    builder.forward({ kernel: 'add', a, b, output });
    return output;
  }, first);
}

/** ZeroPadding2D, channels last. */
export function lowerPadding({ builder, config, inputs }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  if (config.dataFormat === 'channelsFirst') return undefined;
  const [[top, bottom], [left, right]] = config.padding as [[number, number], [number, number]];
  const [batch = 0, height = 0, width = 0, channels = 0] = builder.shape(x);
  const y = builder.temporary([batch, top + height + bottom, left + width + right, channels]);
  builder.forward({ kernel: 'pad', x, y, top, left });
  return y;
}

/** Rescaling by plain numbers. */
export function lowerRescaling({ builder, config, inputs }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  const { scale, offset } = config;
  if (typeof scale !== 'number' || typeof offset !== 'number') return undefined;
  const y = builder.temporary(builder.shape(x));
  builder.forward({ kernel: 'rescale', x, y, scale, offset });
  return y;
}

/** Dropout without a noise shape. */
export function lowerDropout({ builder, config, inputs }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  const rate = config.rate as number;
  if (rate === 0) return x;
  if (config.noiseShape != null) return undefined;
  const mask = builder.temporary(builder.shape(x));
  const y = builder.temporary(builder.shape(x));
  const index = builder.operations.filter(({ kernel }) => kernel === 'dropout').length;
  const seed = typeof config.seed === 'number' ? { seed: config.seed } : {};
  builder.forward({ kernel: 'dropout', x, mask, y, rate, index, ...seed });
  return y;
}

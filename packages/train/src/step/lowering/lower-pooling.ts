import type { PoolGeometry } from '@imgclf/runtime/wasm';
import type { ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';
import { activate } from './activation';
import { poolGeometry } from './geometry';
import { windowsOf } from './lower-convolution';
import type { Lowering } from './lowering';

/** MaxPooling2D and AveragePooling2D, channels last. */
export function lowerPooling({ builder, layer, config, inputs, only }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  const windows = windowsOf(config);
  if (windows === undefined) return undefined;
  const geometry = poolGeometry(builder.shape(x), { ...windows, size: config.poolSize as [number, number] });
  const kernel = layer.getClassName() === 'MaxPooling2D' ? 'maxPool' : 'avgPool';
  const postponed = kernel === 'maxPool' && only && builder.poolFirst ? postponeBias(builder, x) : undefined;
  const pooled = pool({ builder, x, kernel }, geometry);
  if (postponed === undefined) return pooled;
  const y = builder.temporary(builder.shape(pooled));
  builder.forward({ kernel: 'addBias', x: pooled, bias: postponed.bias, y });
  return activate(builder, y, { activation: postponed.activation, merge: true });
}

/**
 * Takes the bias and the relu out of the convolution that made `x`, to be applied after max pooling: neither changes
 * which value is largest, and there are fewer values then.
 */
function postponeBias(builder: ProgramBuilder, x: ValueId) {
  const last = builder.operations.at(-1);
  if (last?.kernel !== 'conv2d' || last.y !== x || last.bias === undefined) return undefined;
  const { bias, activation = 'linear' } = last;
  delete last.bias;
  delete last.activation;
  return { bias, activation };
}

/** GlobalMaxPooling2D and GlobalAveragePooling2D, channels last: one window on the whole image. */
export function lowerGlobalPooling({ builder, layer, config, inputs }: Lowering): ValueId | undefined {
  const [x = -1] = inputs;
  const [batch, height, width, channels] = builder.shape(x);
  if (batch === undefined || height === undefined || width === undefined || channels === undefined)
    return undefined;
  if (config.dataFormat === 'channelsFirst') return undefined;
  const size: [number, number] = [height, width];
  const geometry = poolGeometry(builder.shape(x), { size, strides: [1, 1], padding: 'valid' });
  const kernel = layer.getClassName() === 'GlobalMaxPooling2D' ? 'maxPool' : 'avgPool';
  return builder.alias(pool({ builder, x, kernel }, geometry), [batch, channels]);
}

function pool(
  { builder, x, kernel }: Pick<Lowering, 'builder'> & { x: ValueId; kernel: 'maxPool' | 'avgPool' },
  geometry: PoolGeometry,
): ValueId {
  const shape = [geometry.batch, geometry.outputHeight, geometry.outputWidth, geometry.channels];
  const y = builder.temporary(shape);
  const wanted = kernel === 'maxPool' && builder.tracked(x);
  builder.forward({ kernel, x, y, ...(wanted ? { argmax: builder.places(shape) } : {}), geometry });
  return y;
}

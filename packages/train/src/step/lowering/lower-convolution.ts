import type { ValueId } from '../program/operation';
import { activate, knownActivation } from './activation';
import { convGeometry, type Windows } from './geometry';
import { type Lowering, variableOf } from './lowering';

/** Conv2D and DepthwiseConv2D, channels last. Zeros that were padded on just before are left to the convolution. */
export function lowerConvolution(lowering: Lowering): ValueId | undefined {
  const { builder, layer, config, inputs, withoutActivation } = lowering;
  const depthwise = layer.getClassName() === 'DepthwiseConv2D';
  const filter = variableOf(lowering, depthwise ? 'depthwiseKernel' : 'kernel');
  const bias = variableOf(lowering, 'bias');
  const activation = withoutActivation ? 'linear' : config.activation;
  const windows = windowsOf(config);
  const [x = -1] = inputs;
  if (filter === undefined || windows === undefined || !knownActivation(activation)) return undefined;
  if (depthwise && windows.dilation?.some((gap) => gap !== 1)) return undefined;
  const geometry = convGeometry(builder.shape(x), builder.shape(filter), { ...windows, depthwise });
  const { batch, outputHeight, outputWidth, outputChannels } = geometry;
  const y = builder.temporary([batch, outputHeight, outputWidth, outputChannels]);
  builder.forward({
    kernel: depthwise ? 'depthwiseConv2d' : 'conv2d',
    ...withoutPad(lowering, x, geometry),
    filter,
    ...(bias === undefined ? {} : { bias }),
    y,
  });
  return activate(builder, y, { activation, merge: true });
}

/** Where windows lie, from the settings of a convolution or a pooling; undefined for channels first. */
export function windowsOf(config: Readonly<Record<string, unknown>>): Windows | undefined {
  const { strides, padding, dataFormat, dilationRate } = config;
  if (dataFormat === 'channelsFirst' || (padding !== 'same' && padding !== 'valid')) return undefined;
  const windows = { strides: strides as [number, number], padding } as const;
  return dilationRate === undefined ? windows : { ...windows, dilation: dilationRate as [number, number] };
}

/** The convolution's input and sizes without the padding before it, where nothing else reads the padded image. */
function withoutPad(
  { builder, only }: Lowering,
  x: ValueId,
  geometry: ReturnType<typeof convGeometry>,
): { x: ValueId; geometry: ReturnType<typeof convGeometry> } {
  const last = builder.operations.at(-1);
  const onePixel = geometry.filterHeight === 1 && geometry.filterWidth === 1;
  if (!only || onePixel || last?.kernel !== 'pad' || last.y !== x) return { x, geometry };
  builder.operations.pop();
  const [, inputHeight = 0, inputWidth = 0] = builder.shape(last.x);
  const padTop = geometry.padTop + last.top;
  const padLeft = geometry.padLeft + last.left;
  return { x: last.x, geometry: { ...geometry, inputHeight, inputWidth, padTop, padLeft } };
}

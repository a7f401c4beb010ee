import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { type NativeBackend, nativeAttributes } from './native-backend';

interface FusedConv2dCall {
  inputs: { x: TensorInfo; filter: TensorInfo; bias: TensorInfo; preluActivationWeights?: TensorInfo };
  attrs: {
    strides: [number, number] | number;
    pad: 'valid' | 'same' | backend_util.ExplicitPadding;
    dilations: [number, number] | number;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
    activation: backend_util.Activation;
    leakyreluAlpha: number;
  };
  backend: NativeBackend;
}

/** A convolution that oneDNN adds the bias to as it goes. tfjs-node reads and writes the result once more for it. */
export const fusedConv2d = (({ inputs, attrs, backend }: FusedConv2dCall) => {
  const operands = [inputs.x, inputs.filter, inputs.bias];
  const sum = backend.executeSingleOutput(
    '_MklNativeConv2DWithBias',
    attributesOf(backend, inputs, attrs),
    operands,
  );
  const { preluActivationWeights } = inputs;
  const result = backend.applyActivation(sum, attrs.activation, preluActivationWeights, attrs.leakyreluAlpha);
  if (result !== sum) sum.dispose();
  return result;
}) as unknown as KernelFunc;

/** Whether {@link fusedConv2d} can do it: not without a bias for each channel, and not what tfjs-node refuses. */
export function isFusedConv2d({ inputs, attrs }: Parameters<KernelFunc>[0]): boolean {
  return inputs.bias?.shape.length === 1 && attrs?.dataFormat === 'NHWC' && typeof attrs.pad !== 'number';
}

function attributesOf(
  backend: NativeBackend,
  { x, filter }: FusedConv2dCall['inputs'],
  attrs: FusedConv2dCall['attrs'],
) {
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  const shapes = [x.shape, filter.shape] as [number, number, number, number][];
  const [input, kernel] = shapes as [(typeof shapes)[0], (typeof shapes)[0]];
  const info = backend_util.computeConv2DInfo(input, kernel, strides, dilations, pad, dimRoundingMode);
  const { type, top, bottom, left, right } = info.padInfo;
  return nativeAttributes(backend, {
    T: 'float32',
    strides: [1, info.strideHeight, info.strideWidth, 1],
    dilations: [1, info.dilationHeight, info.dilationWidth, 1],
    padding: type,
    explicit_paddings: type === 'EXPLICIT' ? [0, 0, top, bottom, left, right, 0, 0] : [],
    data_format: 'NHWC',
    use_cudnn_on_gpu: false,
    _kernel: 'MklNameChangeOp',
  });
}

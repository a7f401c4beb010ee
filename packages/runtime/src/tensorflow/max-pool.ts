import { backend_util, type KernelFunc, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { type NativeBackend, nativeAttributes } from './native-backend';

interface PoolCall<Input extends string> {
  inputs: Record<Input, TensorInfo>;
  attrs: {
    filterSize: [number, number] | number;
    strides: [number, number] | number;
    pad: 'valid' | 'same' | number;
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  backend: NativeBackend;
}

/** Max pooling through oneDNN. TensorFlow's plain kernel, which its eager interface chooses, takes twice as long. */
export const maxPool = ((call: PoolCall<'x'>) => {
  const [y, workspace] = pool(call.backend, call.inputs.x, call.attrs);
  workspace?.dispose();
  return y;
}) as unknown as KernelFunc;

/** The gradient of max pooling through oneDNN. TensorFlow's plain kernel takes six times as long. */
export const maxPoolGrad = ((call: PoolCall<'dy' | 'input' | 'output'>) => {
  const { backend, attrs } = call;
  const { dy, input, output } = call.inputs;
  const [y, workspace] = pool(backend, input, attrs);
  try {
    const operands = [input, output, dy, workspace as Tensor];
    return backend.executeSingleOutput(
      '_MklNativeMaxPoolGrad',
      attributesOf(backend, input, attrs),
      operands,
    );
  } finally {
    y?.dispose();
    workspace?.dispose();
  }
}) as unknown as KernelFunc;

/** The maxima, and oneDNN's note of where each was: the gradient needs it, and making it again costs little. */
function pool(backend: NativeBackend, x: TensorInfo, attrs: PoolCall<'x'>['attrs']): Tensor[] {
  return backend.executeMultipleOutputs('_MklNativeMaxPool', attributesOf(backend, x, attrs), [x], 2);
}

function attributesOf(backend: NativeBackend, x: TensorInfo, attrs: PoolCall<'x'>['attrs']) {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const shape = x.shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  return nativeAttributes(backend, {
    T: 'float32',
    ksize: [1, info.filterHeight, info.filterWidth, 1],
    strides: [1, info.strideHeight, info.strideWidth, 1],
    padding: info.padInfo.type,
    explicit_paddings: [],
    data_format: 'NHWC',
    workspace_enabled: true,
    _kernel: 'MklNameChangeOp',
  });
}

import type { backend_util, KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** What the backend of tfjs-node and tfjs-node-gpu offers, as far as we use it. */
export interface NativeBackend extends KernelBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: NativeBinding;
  /** Runs a TensorFlow operation that has one output. */
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: TensorInfo[]): Tensor;
  /** Runs a TensorFlow operation that has several outputs. */
  executeMultipleOutputs(
    name: string,
    attributes: NativeAttribute[],
    inputs: TensorInfo[],
    outputs: number,
  ): Tensor[];
  /** The activation of a fused kernel, by its name; the input itself for `linear`. */
  applyActivation(
    input: Tensor,
    activation: backend_util.Activation,
    preluActivationWeights?: TensorInfo,
    leakyreluAlpha?: number,
  ): Tensor;
}

/** The kinds of attributes and values, as the native addon numbers them. */
interface NativeBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_BOOL: number;
}

/** An attribute of a TensorFlow operation. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean | readonly number[];
}

/** Attributes by name, in the addon's form: a string, a boolean, integers, or `float32` for a type. */
export function nativeAttributes(
  { binding }: NativeBackend,
  values: Record<string, string | boolean | readonly number[]>,
): NativeAttribute[] {
  return Object.entries(values).map(([name, value]) => {
    if (name === 'T') return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
    if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
    if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
    return { name, type: binding.TF_ATTR_INT, value };
  });
}

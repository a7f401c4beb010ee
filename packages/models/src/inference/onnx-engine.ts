import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { InferenceSession } from 'onnxruntime-node';
import { toOnnx } from '../onnx/to-onnx';
import type { EngineCore } from './inference-engine';

/** What `onnxruntime-node` and `onnxruntime-web` have in common. */
type OnnxRuntime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>;

/**
 * Runs a model in ONNX Runtime.
 * @throws {InvalidArgumentError} when the model cannot be exported; and what the runtime throws
 */
export async function onnxEngine(
  model: LayersModel,
  { InferenceSession, Tensor: OnnxTensor }: OnnxRuntime,
  options: InferenceSession.SessionOptions = {},
): Promise<EngineCore> {
  const session = await InferenceSession.create(toOnnx(model), { graphOptimizationLevel: 'all', ...options });
  const memory = new InputMemory();
  return {
    async predict(x: Tensor) {
      const { output } = await memory.withValues(x, (values) =>
        session.run({ input: new OnnxTensor('float32', values, x.shape) }),
      );
      return tensor(output?.data as Float32Array, [...(output?.dims ?? [])]);
    },
    dispose: () => session.release(),
  };
}

/** Memory for inputs that is used again: on WebAssembly, copying to fresh memory takes several times as long. */
class InputMemory {
  #spare: Float32Array | undefined;

  /** Calls with a tensor's numbers, which may be used until the call's promise is settled. */
  async withValues<Result>(x: Tensor, call: (values: Float32Array) => Promise<Result>): Promise<Result> {
    const kernels = x.dtype === 'float32' ? runningWasmKernels() : undefined;
    if (kernels === undefined) return call(await x.data<'float32'>());
    const values = this.#spare?.length === x.size ? this.#spare : new Float32Array(x.size);
    this.#spare = undefined;
    values.set(kernels.floats(kernels.pointerOf(x), x.size));
    try {
      return await call(values);
    } finally {
      this.#spare = values;
    }
  }
}

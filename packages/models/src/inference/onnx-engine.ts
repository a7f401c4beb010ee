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
  return {
    async predict(x: Tensor) {
      const input = new OnnxTensor('float32', await x.data<'float32'>(), x.shape);
      const { output } = await session.run({ input });
      return tensor(output?.data as Float32Array, [...(output?.dims ?? [])]);
    },
    dispose: () => session.release(),
  };
}

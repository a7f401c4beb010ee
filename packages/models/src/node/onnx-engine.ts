import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { EngineCore } from '../inference/inference-engine';
import { toOnnx } from '../onnx/to-onnx';

/**
 * Runs a model in ONNX Runtime, which is an optional package.
 * @throws when `onnxruntime-node` is not installed, or the model cannot be exported
 */
export async function onnxEngine(model: LayersModel): Promise<EngineCore> {
  const { InferenceSession, Tensor: OnnxTensor } = await import('onnxruntime-node');
  const session = await InferenceSession.create(toOnnx(model));
  return {
    async predict(x: Tensor) {
      const input = new OnnxTensor('float32', await x.data<'float32'>(), x.shape);
      const { output } = await session.run({ input });
      return tensor(output?.data as Float32Array, [...(output?.dims ?? [])]);
    },
    dispose: () => session.release(),
  };
}

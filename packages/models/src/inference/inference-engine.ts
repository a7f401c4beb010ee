import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fuse } from './fused-model';

/** What runs a model: ONNX Runtime (native or in WebAssembly), fused TensorFlow.js kernels, or TensorFlow.js's own `predict`. */
export type EngineName = 'onnxruntime' | 'onnxruntime-web' | 'fused' | 'layers';

/** A model made ready for inference. */
export interface InferenceEngine {
  readonly name: EngineName;
  /** The faster engines that cannot run here, and why. */
  readonly passedOver: readonly { name: EngineName; reason: string }[];
  /**
   * Computes one batch.
   *
   * @param x `[batch, ...]`; stays the caller's
   * @returns a tensor that the caller owns
   * @throws {InvalidArgumentError} when `x` does not fit the model's input
   */
  predict(x: Tensor): Promise<Tensor>;
  /** Frees what the engine holds; the model stays. */
  dispose(): Promise<void>;
}

/** What an {@link InferenceEngine} is made of. */
export type EngineCore = Pick<InferenceEngine, 'predict' | 'dispose'>;

/** The engine of fused kernels. @throws {InvalidArgumentError} when the model cannot be fused */
export function fusedEngine(model: LayersModel): EngineCore {
  const fused = fuse(model);
  return { predict: async (x) => fused.predict(x), dispose: async () => fused.dispose() };
}

/** The engine that takes every model. */
export function layersEngine(model: LayersModel): EngineCore {
  return {
    predict: async (x) => model.predict(x, { batchSize: x.shape[0] ?? 1 }) as Tensor,
    dispose: async () => undefined,
  };
}

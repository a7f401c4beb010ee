import type { LayersModel } from '@tensorflow/tfjs-layers';
import { chooseEngine, type EngineMakers } from '../inference/choose-engine';
import {
  type EngineName,
  fusedEngine,
  type InferenceEngine,
  layersEngine,
} from '../inference/inference-engine';
import { onnxEngine } from '../inference/onnx-engine';

/** Options of {@link createEngine}. */
export interface CreateEngineOptions {
  /** Which engine to use; by default `fused`, or `layers` for models that cannot be fused. */
  engine?: Exclude<EngineName, 'onnxruntime'>;
}

const makers: EngineMakers = {
  'onnxruntime-web': async (model) => onnxEngine(model, await import('onnxruntime-web')),
  fused: fusedEngine,
  layers: layersEngine,
};

/**
 * Makes a model ready for inference: by fused kernels on TensorFlow.js's backend, else by the model's own `predict`; or by
 * the optional package `onnxruntime-web` where it is asked for, which finds its files as its `env.wasm.wasmPaths` says.
 * See the function of the same name in `@imgclf/models/node`.
 *
 * @returns an engine that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws what an engine that was asked for by name fails with
 */
export function createEngine(
  model: LayersModel,
  options: CreateEngineOptions = {},
): Promise<InferenceEngine> {
  return chooseEngine(model, options, { makers, order: ['fused', 'layers'] });
}

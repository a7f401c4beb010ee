import os from 'node:os';
import { backend, getBackend } from '@tensorflow/tfjs-core';
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
  /**
   * Which engine to use; by default the first that can run the model of `onnxruntime`, `fused` and `layers`, or on a GPU of
   * `fused`, `onnxruntime` and `layers`.
   */
  engine?: EngineName;
}

const makers: EngineMakers = {
  // Threads that spin while they wait would take the processors from those that decode the next pictures.
  onnxruntime: async (model) =>
    onnxEngine(model, await import('onnxruntime-node'), {
      intraOpNumThreads: os.availableParallelism(),
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    }),
  'onnxruntime-web': async (model) => onnxEngine(model, await import('onnxruntime-web')),
  fused: fusedEngine,
  layers: layersEngine,
};

/**
 * Makes a model ready for inference by the fastest means there is: fused kernels where TensorFlow.js's backend runs on a GPU;
 * ONNX Runtime, which computes on the processor, where `onnxruntime-node` is installed; else fused kernels, else the model's
 * own `predict`. The model stays as it is; what it learns afterwards does not reach the engine. `onnxruntime-web`, which is slower than fused kernels, runs where it is asked for.
 *
 * @returns an engine that the caller owns; it says why faster ones were passed over
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws what an engine that was asked for by name fails with
 * @example
 * const engine = await createEngine(base);
 * const features = await engine.predict(batch);
 */
export function createEngine(
  model: LayersModel,
  options: CreateEngineOptions = {},
): Promise<InferenceEngine> {
  const order: readonly EngineName[] = isOnGpu()
    ? ['fused', 'onnxruntime', 'layers']
    : ['onnxruntime', 'fused', 'layers'];
  return chooseEngine(model, options, { makers, order });
}

/** tfjs-node and tfjs-node-gpu go by one name, and say by a field of their own where they compute. */
function isOnGpu(): boolean {
  const { isUsingGpuDevice = false } = backend() as { isUsingGpuDevice?: boolean };
  return isUsingGpuDevice || ['webgpu', 'webgl'].includes(getBackend());
}

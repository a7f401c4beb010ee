import { parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import {
  type EngineCore,
  type EngineName,
  fusedEngine,
  type InferenceEngine,
  layersEngine,
} from '../inference/inference-engine';
import { onnxEngine } from './onnx-engine';

/** Options of {@link createEngine}. */
export interface CreateEngineOptions {
  /** Which engine to use; by default the first that can run the model of `onnxruntime`, `fused` and `layers`. */
  engine?: EngineName;
}

const makers: Record<EngineName, (model: LayersModel) => EngineCore | Promise<EngineCore>> = {
  onnxruntime: onnxEngine,
  fused: fusedEngine,
  layers: layersEngine,
};
const names = ['onnxruntime', 'fused', 'layers'] as const;
const schema = v.strictObject({ engine: v.optional(v.picklist(names, `one of ${names.join(', ')}`)) });

/**
 * Makes a model ready for inference by the fastest means there is: ONNX Runtime where `onnxruntime-node` is installed, else
 * fused kernels on TensorFlow.js's backend, else the model's own `predict`. The model stays as it is; what it learns
 * afterwards does not reach the engine.
 *
 * @returns an engine that the caller owns; it says why faster ones were passed over
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws what an engine that was asked for by name fails with
 * @example
 * const engine = await createEngine(base);
 * const features = await engine.predict(batch);
 */
export async function createEngine(
  model: LayersModel,
  options: CreateEngineOptions = {},
): Promise<InferenceEngine> {
  const { engine } = parseOptions(schema, options);
  if (engine !== undefined) return { name: engine, passedOver: [], ...(await makers[engine](model)) };
  const passedOver: { name: EngineName; reason: string }[] = [];
  for (const name of ['onnxruntime', 'fused'] as const) {
    try {
      return { name, passedOver, ...(await makers[name](model)) };
    } catch (error) {
      passedOver.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { name: 'layers', passedOver, ...layersEngine(model) };
}

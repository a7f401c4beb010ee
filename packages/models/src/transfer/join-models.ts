import { InvalidArgumentError } from '@imgclf/runtime';
import { type LayersModel, model, type Sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Options of {@link joinModels}. */
export interface JoinModelsOptions {
  /** The whole model's name. @default 'functional' */
  name?: string;
}

/**
 * Puts a head on a base: one model from the base's input to the head's output. It shares its layers with both, so that
 * training it trains them, and `freeze(base)` holds in it. When done, dispose it and the
 * head; the base goes with it.
 *
 * @throws {InvalidArgumentError} when the base's features do not fit the head, or the two share names of layers
 * @example
 * const base = await mobileNetV2({ includeTop: false, inputShape: [160, 160, 3] });
 * freeze(base);
 * const model = joinModels(base, classificationHead({ inputShape: [5, 5, 1280], pooling: 'max', denseUnits: [64], classes: 2 }));
 */
export function joinModels(
  base: LayersModel,
  head: Sequential,
  options: JoinModelsOptions = {},
): LayersModel {
  const features = base.outputs[0] as SymbolicTensor;
  checkShapes(features.shape, head.inputs[0]?.shape ?? []);
  checkNames(base, head);
  const outputs = head.layers.reduce((x, layer) => layer.apply(x) as SymbolicTensor, features);
  return model({ inputs: base.inputs, outputs, name: options.name ?? 'functional' });
}

function checkShapes(features: (number | null)[], wanted: (number | null)[]): void {
  const fits = (size: number | null, i: number) => size === null || wanted[i] == null || size === wanted[i];
  if (features.length === wanted.length && features.every(fits)) return;
  throw new InvalidArgumentError({
    argument: 'head',
    allowed: `a head for features of the shape [${features.slice(1)}]`,
    received: wanted.slice(1),
  });
}

function checkNames(base: LayersModel, head: Sequential): void {
  const names = new Set(base.layers.map(({ name }) => name));
  const shared = head.layers.find(({ name }) => names.has(name));
  if (shared === undefined) return;
  throw new InvalidArgumentError({
    argument: 'head',
    allowed: 'a head whose layers have other names than those of the base',
    received: shared.name,
  });
}

import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { boxTable } from './box-table';

/**
 * Describes a model as Keras's `summary()` does: a table of layers with their output shapes and parameter counts
 * (and, unless the model is a plain stack, the layers that feed them), then the totals.
 *
 * @returns several lines without a trailing newline
 * @example
 * console.log(summary(model));
 */
export function summary(model: LayersModel): string {
  const stack = model.getClassName() === 'Sequential';
  const head = ['Layer (type)', 'Output Shape', 'Param #', ...(stack ? [] : ['Connected to'])];
  const rows = model.layers.map((layer) => [
    `${layer.name} (${layer.getClassName()})`,
    shapeText(layer),
    layer.countParams().toLocaleString('en-US'),
    ...(stack ? [] : [inputNames(layer)]),
  ]);
  const all = countWeights(model.weights);
  const trainable = countWeights(model.trainableWeights);
  return [
    `Model: "${model.name}"`,
    boxTable({ head, rows, alignRight: [2] }),
    ` Total params: ${countText(all)}`,
    ` Trainable params: ${countText(trainable)}`,
    ` Non-trainable params: ${countText(all - trainable)}`,
  ].join('\n');
}

function countWeights(weights: LayersModel['weights']): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce((size: number, n) => size * (n ?? 1), 1), 0);
}

/** `(None, 28, 28, 1)`, one for each output. */
function shapeText(layer: layers.Layer): string {
  const shapes = Array.isArray(layer.outputShape[0]) ? layer.outputShape : [layer.outputShape];
  return (shapes as (number | null)[][])
    .map((shape) => `(${shape.map((size) => size ?? 'None').join(', ')})`)
    .join(', ');
}

function inputNames(layer: layers.Layer): string {
  const names = layer.inboundNodes.flatMap((node) => node.inboundLayers.map(({ name }) => name));
  return names.length === 0 ? '-' : names.join(', ');
}

/** A parameter count with the memory it takes as 32-bit floats. */
function countText(count: number): string {
  let size = count * 4;
  let unit = 0;
  while (size >= 1024 && unit < 3) {
    size /= 1024;
    unit++;
  }
  return `${count.toLocaleString('en-US')} (${size.toFixed(2)} ${['B', 'KB', 'MB', 'GB'][unit]})`;
}

import { InvalidArgumentError, type PixelImage, parseOptions } from '@imgclf/runtime';
import {
  abs,
  add,
  dispose,
  expandDims,
  grad,
  keep,
  max,
  mul,
  neg,
  relu,
  type Scalar,
  slice,
  squeeze,
  sum,
  type Tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { argmax } from '../metrics/metric-rows';
import { logitsOf } from '../step/logits-of';
import { featureLayer } from './feature-layer';
import { type Layer, withLayerOutput } from './with-layer-output';

/** Options of {@link gradCam}. */
export interface GradCamOptions {
  /** The class to explain; with a single sigmoid output 0 or 1. @default the most probable one */
  classIndex?: number;
  /**
   * The layer whose feature maps are weighed, inside inner models too.
   * @default the last one with an output of `[batch, height, width, channels]` that is not pooling or dropout
   */
  layerName?: string;
}

/** What {@link gradCam} found. */
export interface GradCam {
  /** One channel of 0 (of no account) to 1, as large as the layer's feature maps. All 0 where nothing speaks for it. */
  heatmap: PixelImage;
  /** The class that it explains. */
  classIndex: number;
  /** The layer that it looked at. */
  layerName: string;
}

const rule = 'an integer of at least 0';
const schema = v.object({
  classIndex: v.optional(v.pipe(v.number(rule), v.integer(rule), v.minValue(0, rule))),
  layerName: v.optional(v.string('a string')),
});

/**
 * Where in a picture the model saw a class: Grad-CAM (Selvaraju et al., https://arxiv.org/abs/1610.02391), with the
 * gradient of the score before the final softmax or sigmoid, as Keras's example has it.
 *
 * @param model a convolutional classifier with one input and one output `[batch, classes]`
 * @param input one preprocessed picture as the model takes it, `[height, width, channels]` or `[1, ...]`; stays yours
 * @throws {InvalidArgumentError} when the input is not one picture, or the class or the layer does not exist
 * @example
 * const { heatmap } = await gradCam(classifier.model, input);
 * const explained = heatmapOverlay(image, heatmap);
 */
export async function gradCam(
  model: LayersModel,
  input: Tensor,
  options: GradCamOptions = {},
): Promise<GradCam> {
  const { classIndex, layerName } = parseOptions(schema, options);
  const classes = classCountOf(model);
  if (classIndex !== undefined && classIndex >= Math.max(2, classes)) {
    throw new InvalidArgumentError({
      argument: 'classIndex',
      allowed: `an integer from 0 to ${Math.max(2, classes) - 1}`,
      received: classIndex,
    });
  }
  const layer = featureLayer(model, layerName);
  const { heat, scores } = tidy(() => weigh({ model, layer, x: oneExample(model, input), classIndex }));
  try {
    const [values, logits] = await Promise.all([heat.data<'float32'>(), scores.data()]);
    const [height = 1, width = 1] = heat.shape;
    const best = classes === 1 ? Number((logits[0] as number) > 0) : argmax(logits, 0, classes);
    return {
      heatmap: { width, height, channels: 1, data: scaled(values) },
      classIndex: classIndex ?? best,
      layerName: layer.name,
    };
  } finally {
    dispose([heat, scores]);
  }
}

interface Question {
  model: LayersModel;
  layer: Layer;
  x: Tensor;
  classIndex: number | undefined;
}

/**
 * The class scores of a picture, and how much each place of the feature maps speaks for the class.
 *
 * One number for each channel is added to the feature maps: the gradient with respect to it is the sum of the gradients
 * over all places, which is Grad-CAM's weight of the channel but for a factor that scaling takes away.
 */
function weigh({ model, layer, x, classIndex }: Question): { heat: Tensor; scores: Tensor } {
  const seen: Tensor[] = [];
  const remember = (tensor: Tensor) => seen.push(keep(tensor.clone()));
  const score = (change: Tensor) => {
    const addTo = (features: Tensor) => {
      remember(features);
      return add(features, change);
    };
    const logits = withLayerOutput(layer, addTo, () => logitsFrom(model, x));
    remember(logits);
    return classScore(logits, classIndex);
  };
  try {
    const weights = grad(score)(zeros([1, 1, 1, layer.outputShape.at(-1) as number]));
    const [features, logits] = seen as [Tensor, Tensor];
    return { heat: squeeze(relu(sum(mul(features, weights), -1)), [0]), scores: logits.clone() };
  } finally {
    dispose(seen);
  }
}

function logitsFrom(model: LayersModel, x: Tensor): Tensor {
  const run = () => model.apply(x, { training: false }) as Tensor;
  const behind = logitsOf(model, 'softmax', run) ?? logitsOf(model, 'sigmoid', run);
  return behind?.logits ?? run();
}

/** The logit of a class, by default of the most probable one; a single sigmoid output speaks for 1 and against 0. */
function classScore(logits: Tensor, classIndex: number | undefined): Scalar {
  if (logits.size > 1) {
    return classIndex === undefined ? max(logits) : squeeze(slice(logits, [0, classIndex], [1, 1]));
  }
  const logit = squeeze<Scalar>(logits);
  if (classIndex === undefined) return abs(logit);
  return classIndex === 1 ? logit : neg(logit);
}

function classCountOf(model: LayersModel): number {
  const [output, ...others] = model.outputs;
  const classes = output?.shape.at(-1);
  if (others.length === 0 && output?.shape.length === 2 && typeof classes === 'number') return classes;
  throw new InvalidArgumentError({
    argument: 'model',
    allowed: 'a classifier with one output of [batch, classes]',
    received: model.outputs.map(({ shape }) => shape),
  });
}

function oneExample(model: LayersModel, input: Tensor): Tensor {
  const x = input.rank === 3 ? expandDims(input) : input;
  const wanted = model.inputs[0]?.shape ?? [];
  const fits =
    x.rank === 4 && x.shape[0] === 1 && x.shape.every((size, i) => i === 0 || (wanted[i] ?? size) === size);
  if (fits) return x;
  throw new InvalidArgumentError({
    argument: 'input',
    allowed: `one picture of [${wanted.slice(1).join(', ')}]`,
    received: input.shape,
  });
}

/** The values divided by the largest, where that is above 0. */
function scaled(values: Float32Array): Float32Array {
  const peak = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value) => (peak > 0 ? value / peak : 0));
}

import { parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { compileProgram } from '../inference/compile-program';
import { version } from '../version';
import { OnnxGraphBuilder } from './onnx-graph-builder';
import { writeOnnx } from './onnx-writer';

/** Options of {@link toOnnx}. */
export interface ToOnnxOptions {
  /** Whether to merge batch normalisations into the convolutions before them. @default true */
  fold?: boolean;
}

const schema = v.strictObject({ fold: v.optional(v.boolean('true or false'), true) });

/**
 * Writes a model for inference as an ONNX file (operator set 17), for ONNX Runtime and what else reads it. Its input
 * `input` and output `output` are those of the model: pictures `[batch, height, width, channels]`, any batch size. The
 * model stays as it is.
 *
 * @returns the file
 * @throws {InvalidArgumentError} when the model has several inputs or outputs, or a layer that has no counterpart
 * @example
 * await writeFile('model.onnx', toOnnx(model));
 */
export function toOnnx(model: LayersModel, options: ToOnnxOptions = {}): Uint8Array {
  const { steps, input, output } = compileProgram(model, parseOptions(schema, options));
  const builder = new OnnxGraphBuilder();
  const inner = (id: string) => `value/${id}`;
  builder.begin('input', input.shape.length, inner(input.id));
  for (const { id, inputs, operation } of steps) {
    builder.add({ id: inner(id), inputs: inputs.map(inner), operation });
  }
  builder.end(inner(output.id), 'output');
  const { nodes, constants } = builder;
  const graph = {
    name: model.name,
    nodes,
    constants,
    input: { name: 'input', shape: openSizes(input.shape, '') },
    output: { name: 'output', shape: openSizes(output.shape, 'output_') },
  };
  return writeOnnx(graph, { name: '@imgclf/models', version });
}

/** Gives the sizes that are open names: the batch of input and output has one name, since it is the same. */
function openSizes(shape: readonly (number | null)[], prefix: string): (number | string)[] {
  const names = ['batch', `${prefix}height`, `${prefix}width`, `${prefix}channels`];
  return shape.map((size, axis) => size ?? (names[axis] as string));
}

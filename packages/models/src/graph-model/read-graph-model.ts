import { InvalidFileError } from '@imgclf/runtime';
import { io, tidy } from '@tensorflow/tfjs-core';
import * as v from 'valibot';

/** A TensorFlow.js graph model as bytes. */
export interface GraphModelFiles {
  /** The `.json`. */
  json: Uint8Array;
  /** The one file of weights that the JSON names. */
  weights: Uint8Array;
  /** What to call the model in errors. */
  file: string;
}

/** A weight or another constant of a graph. */
export interface GraphConstant {
  data: Float32Array | Int32Array;
  shape: number[];
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Whole numbers of 64 bits are written as text. */
const integer = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.safeInteger());
const attribute = v.looseObject({
  /** Base 64. */
  s: v.optional(v.string()),
  list: v.optional(
    v.looseObject({ i: v.optional(v.array(integer), []), s: v.optional(v.array(v.string()), []) }),
  ),
  shape: v.optional(v.looseObject({ dim: v.optional(v.array(v.looseObject({ size: integer })), []) })),
});
const node = v.looseObject({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string()), []),
  attr: v.optional(v.record(v.string(), attribute), {}),
});
const schema = v.object({
  format: v.literal('graph-model'),
  modelTopology: v.looseObject({ node: v.array(node) }),
  weightsManifest: v.tuple([
    v.object({
      paths: v.tuple([v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'a file name'))]),
      weights: v.array(
        v.looseObject({
          name: v.string(),
          shape: v.array(count),
          dtype: v.picklist(['float32', 'int32']),
          quantization: v.optional(v.looseObject({ dtype: v.picklist(['float16', 'uint16', 'uint8']) })),
        }),
      ),
    }),
  ]),
});
type GraphModelJson = v.InferOutput<typeof schema>;

/** One operation of a graph. */
export type GraphNode = v.InferOutput<typeof node>;

/** A graph, each node after those it needs, and its constants by name. */
export interface Graph {
  nodes: readonly GraphNode[];
  constants: ReadonlyMap<string, GraphConstant>;
}

const bytesPerValue = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

/**
 * Says which file of weights a graph model's JSON names.
 *
 * @throws {InvalidFileError} when it is no graph model with one file of weights
 */
export function graphWeightsFile(json: Uint8Array, file: string): string {
  return parseGraphModel(json, file).weightsManifest[0].paths[0];
}

/** @throws {InvalidFileError} when the files are damaged or do not fit each other */
export function readGraphModel({ json, weights, file }: GraphModelFiles): Graph {
  const parsed = parseGraphModel(json, file);
  checkSize(parsed, weights, file);
  const specs = parsed.weightsManifest[0].weights as unknown as io.WeightsManifestEntry[];
  const constants = new Map<string, GraphConstant>();
  tidy(() => {
    const tensors = io.decodeWeights(new Uint8Array(weights).buffer, specs);
    for (const [name, tensor] of Object.entries(tensors)) {
      constants.set(name, { data: tensor.dataSync<'float32' | 'int32'>().slice(), shape: tensor.shape });
    }
  });
  return { nodes: parsed.modelTopology.node, constants };
}

/** TensorFlow.js would leave tensors behind where bytes are missing. */
function checkSize({ weightsManifest }: GraphModelJson, weights: Uint8Array, file: string): void {
  const sizes = weightsManifest[0].weights.map(({ shape, dtype, quantization }) =>
    shape.reduce((product, side) => product * side, bytesPerValue[quantization?.dtype ?? dtype]),
  );
  const expected = sizes.reduce((sum, size) => sum + size, 0);
  if (weights.length === expected) return;
  const message = `${file} names ${expected} bytes of weights, but its file of weights holds ${weights.length}.`;
  throw new InvalidFileError({ file, message });
}

function parseGraphModel(json: Uint8Array, file: string): GraphModelJson {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(json)));
  } catch (cause) {
    const message = `${file} is no TensorFlow.js graph model with one file of weights: ${String(cause)}`;
    throw new InvalidFileError({ file, message, cause });
  }
}

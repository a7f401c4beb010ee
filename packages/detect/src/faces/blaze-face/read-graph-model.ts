import { InvalidFileError } from '@imgclf/runtime';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
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

const schema = v.object({
  format: v.literal('graph-model'),
  modelTopology: v.looseObject({ node: v.array(v.unknown()) }),
  weightsManifest: v.tuple([
    v.object({
      paths: v.tuple([v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'a file name'))]),
      weights: v.array(
        v.looseObject({
          name: v.string(),
          shape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
          dtype: v.picklist(['float32', 'int32']),
          quantization: v.optional(v.looseObject({ dtype: v.picklist(['float16', 'uint16', 'uint8']) })),
        }),
      ),
    }),
  ]),
});
type GraphModelJson = v.InferOutput<typeof schema>;

const bytesPerValue = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

/**
 * Says which file of weights a graph model's JSON names.
 *
 * @throws {InvalidFileError} when it is no graph model with one file of weights
 */
export function weightsFileOf(json: Uint8Array, file: string): string {
  return parseGraphModel(json, file).weightsManifest[0].paths[0];
}

/**
 * Builds a TensorFlow.js graph model on the current backend.
 *
 * @returns a model that the caller owns
 * @throws {InvalidFileError} when the files are damaged or do not fit each other
 */
export async function readGraphModel({ json, weights, file }: GraphModelFiles): Promise<GraphModel> {
  const parsed = parseGraphModel(json, file);
  checkSize(parsed, weights, file);
  const { modelTopology, weightsManifest } = parsed;
  const artifacts = {
    modelTopology,
    weightSpecs: weightsManifest[0].weights as unknown as io.WeightsManifestEntry[],
    weightData: new Uint8Array(weights).buffer,
  };
  try {
    return await loadGraphModel({ load: async () => artifacts });
  } catch (cause) {
    throw new InvalidFileError({ file, message: `${file} cannot be built: ${String(cause)}`, cause });
  }
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

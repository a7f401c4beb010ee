import { InvalidFileError } from '@imgclf/runtime';
import type { io } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { parseJson } from './parse-json';

const bytesPerValue = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const specSchema = v.object({
  name: v.pipe(
    v.string(),
    v.check((name) => !(name in {}), 'a weight may not be named so'),
  ),
  shape: v.pipe(v.array(size), v.maxLength(8)),
  dtype: v.picklist(['float32', 'int32', 'bool']),
  quantization: v.optional(
    v.object({
      dtype: v.picklist(['uint8', 'uint16', 'float16']),
      scale: v.optional(v.pipe(v.number(), v.finite())),
      min: v.optional(v.pipe(v.number(), v.finite())),
    }),
  ),
});
/** Plain names beside `model.json`: nothing that could lead out of its folder. */
const fileName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/));
const schema = v.object({
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(v.object({ paths: v.array(fileName), weights: v.array(specSchema) })),
  userDefinedMetadata: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** One group of a weights manifest. */
export interface WeightGroup {
  /** Files beside `model.json`, whose bytes follow one another. */
  paths: string[];
  specs: io.WeightsManifestEntry[];
  /** How many bytes `specs` add up to. */
  bytes: number;
}

/** A `model.json` whose parts have the types they should have. */
export interface ModelJson {
  topology: Record<string, unknown>;
  groups: WeightGroup[];
  metadata: Record<string, unknown>;
}

/**
 * Reads a TensorFlow.js LayersModel's `model.json`.
 *
 * @param file what to call it in errors
 * @param maxBytes more weights than this are refused
 * @throws {InvalidFileError}
 */
export function parseModelJson(bytes: Uint8Array, file: string, maxBytes: number): ModelJson {
  const result = v.safeParse(schema, parseJson(bytes, file));
  if (!result.success) {
    const [issue] = result.issues;
    const message = `${file} is not a TensorFlow.js layers model: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}.`;
    throw new InvalidFileError({ file, message });
  }
  const { modelTopology, weightsManifest, userDefinedMetadata } = result.output;
  const groups = weightsManifest.map(({ paths, weights }) => {
    const specs = weights as io.WeightsManifestEntry[];
    return { paths, specs, bytes: specs.reduce((sum, spec) => sum + storedBytes(spec), 0) };
  });
  const names = groups.flatMap(({ specs }) => specs.map(({ name }) => name));
  if (new Set(names).size < names.length) {
    throw new InvalidFileError({ file, message: `${file} has two weights of the same name.` });
  }
  const total = groups.reduce((sum, group) => sum + group.bytes, 0);
  if (total > maxBytes) {
    const message = `${file} claims ${total} bytes of weights; at most ${maxBytes} are allowed.`;
    throw new InvalidFileError({ file, message });
  }
  return { topology: modelTopology, groups, metadata: userDefinedMetadata };
}

/** How many bytes a weight takes in its file. */
export function storedBytes({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const stored = (quantization?.dtype ?? dtype) as keyof typeof bytesPerValue;
  return shape.reduce((product, n) => product * n, bytesPerValue[stored]);
}

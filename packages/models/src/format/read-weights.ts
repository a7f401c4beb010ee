import { AbortedError, ImgclfError, InvalidFileError } from '@imgclf/runtime';
import { io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { allFinite } from './all-finite';
import { storedBytes, type WeightGroup } from './parse-model-json';

/** Reads a file that lies beside `model.json`; refuses one of more than `maxBytes`. */
export type ReadFile = (name: string, maxBytes: number) => Promise<Uint8Array>;

/**
 * Reads the weights of a model. No more memory is taken than the files' own size.
 *
 * @param file what to call the model in errors
 * @returns tensors by weight name, which the caller owns
 * @throws {InvalidFileError} when a file is missing, too short or too long, or a weight is not a finite number
 */
export async function readWeights(
  groups: readonly WeightGroup[],
  readFile: ReadFile,
  file: string,
): Promise<NamedTensorMap> {
  const buffers: Uint8Array[] = [];
  for (const group of groups) buffers.push(await readGroup(group, readFile, file));
  for (const [i, group] of groups.entries()) refuseNonFinite(group, buffers[i] as Uint8Array, file);
  const tensors: NamedTensorMap = {};
  for (const [i, { specs }] of groups.entries()) {
    Object.assign(tensors, io.decodeWeights((buffers[i] as Uint8Array).buffer as ArrayBuffer, specs));
  }
  return tensors;
}

/** The group's files joined, in a buffer of exactly their size. */
async function readGroup(group: WeightGroup, readFile: ReadFile, file: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const name of group.paths) {
    const part = await readPart(name, group.bytes - length, { readFile, file });
    length += part.length;
    parts.push(part);
  }
  if (length !== group.bytes) {
    const message = `${file} names ${group.bytes} bytes of weights, but its weight files hold ${length}.`;
    throw new InvalidFileError({ file, message });
  }
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

async function readPart(
  name: string,
  maxBytes: number,
  { readFile, file }: { readFile: ReadFile; file: string },
): Promise<Uint8Array> {
  try {
    return await readFile(name, maxBytes);
  } catch (cause) {
    if (!ImgclfError.isInstance(cause) || AbortedError.isInstance(cause)) throw cause;
    throw new InvalidFileError({
      file,
      message: `${file}: a weight file is unusable: ${cause.message}`,
      cause,
    });
  }
}

function refuseNonFinite({ specs }: WeightGroup, bytes: Uint8Array, file: string): void {
  let offset = 0;
  for (const spec of specs) {
    const end = offset + storedBytes(spec);
    const plain = spec.dtype === 'float32' && spec.quantization === undefined;
    if (plain && !allFinite(new Float32Array(bytes.slice(offset, end).buffer))) {
      throw new InvalidFileError({
        file,
        message: `${file}: the weight ${spec.name} holds NaN or infinity.`,
      });
    }
    offset = end;
  }
}

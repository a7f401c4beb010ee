import { crc32 } from 'node:zlib';
import { InvalidFileError } from '@imgclf/runtime';

/** What a file holds: named arrays and text. */
export interface NamedArrays {
  arrays: ReadonlyMap<string, Float32Array>;
  metadata: Readonly<Record<string, string>>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const chunkBytes = 4 << 20;
const maxHeaderBytes = 100 << 20;

/**
 * Packs arrays in the safetensors format, readable by Python's `safetensors` too, with a CRC-32 of everything else in
 * the metadata. Lets other tasks run between pieces of a few megabytes.
 *
 * @see https://huggingface.co/docs/safetensors
 */
export async function encodeSafetensors({ arrays, metadata }: NamedArrays): Promise<Uint8Array> {
  const entries: Record<string, Entry> = {};
  let offset = 0;
  for (const [name, { length, byteLength }] of arrays) {
    entries[name] = { dtype: 'F32', shape: [length], data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  const sum = await checksum(metadata, entries, arrays.values());
  const header = Buffer.from(JSON.stringify({ __metadata__: { ...metadata, crc32: sum }, ...entries }));
  const padded = Math.ceil(header.length / 8) * 8;
  const file = Buffer.allocUnsafe(8 + padded + offset);
  file.writeBigUInt64LE(BigInt(padded));
  header.copy(file, 8);
  file.fill(' ', 8 + header.length, 8 + padded);
  let position = 8 + padded;
  for (const array of arrays.values()) {
    file.set(bytesOf(array), position);
    position += array.byteLength;
    await nextTask();
  }
  return file;
}

/**
 * Reads what {@link encodeSafetensors} wrote.
 * @throws {InvalidFileError} when anything about the file is not as it was written
 */
export async function decodeSafetensors(bytes: Uint8Array, file: string): Promise<NamedArrays> {
  const { metadata, entries, start } = readHeader(bytes, file);
  const arrays = new Map<string, Float32Array>();
  for (const [name, { data_offsets }] of Object.entries(entries)) {
    const [from, to] = data_offsets;
    if (!(from >= 0 && from <= to && start + to <= bytes.length))
      throw broken(file, `${name} lies outside it`);
    const copy = Uint8Array.from(bytes.subarray(start + from, start + to));
    arrays.set(name, new Float32Array(copy.buffer));
  }
  const { crc32: wanted, ...rest } = metadata;
  if ((await checksum(rest, entries, arrays.values())) !== wanted)
    throw broken(file, 'its checksum does not match');
  return { arrays, metadata: rest };
}

function readHeader(
  bytes: Uint8Array,
  file: string,
): { metadata: Record<string, string>; entries: Record<string, Entry>; start: number } {
  if (bytes.length < 8) throw broken(file, 'it is cut short');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > Math.min(maxHeaderBytes, bytes.length - 8)) throw broken(file, 'it is cut short');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length));
    const { __metadata__: metadata, ...entries } = JSON.parse(text);
    return { metadata: { ...metadata }, entries, start: 8 + length };
  } catch (cause) {
    throw broken(file, 'its header is damaged', cause);
  }
}

/** Of the metadata, the entries and the arrays, in this order. */
async function checksum(
  metadata: Readonly<Record<string, string>>,
  entries: Readonly<Record<string, Entry>>,
  arrays: Iterable<Float32Array>,
): Promise<string> {
  let sum = crc32(JSON.stringify([metadata, entries]));
  for (const array of arrays) {
    const bytes = bytesOf(array);
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      sum = crc32(bytes.subarray(from, from + chunkBytes), sum);
      await nextTask();
    }
  }
  return sum.toString(16).padStart(8, '0');
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function broken(file: string, reason: string, cause?: unknown): InvalidFileError {
  return new InvalidFileError({ file, message: `${file} is not a whole checkpoint: ${reason}.`, cause });
}

import { InvalidFileError } from '@imgclf/runtime';
import type { ArrayData, NumericArray } from '../arrays/array-data';

interface ElementType {
  readonly bytes: number;
  readonly allocate: (length: number) => NumericArray;
  readonly read: (view: DataView, offset: number) => number;
}

const elementTypes: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [0x08, { bytes: 1, allocate: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) }],
  [0x09, { bytes: 1, allocate: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) }],
  [0x0b, { bytes: 2, allocate: (n) => new Int16Array(n), read: (view, at) => view.getInt16(at) }],
  [0x0c, { bytes: 4, allocate: (n) => new Int32Array(n), read: (view, at) => view.getInt32(at) }],
  [0x0d, { bytes: 4, allocate: (n) => new Float32Array(n), read: (view, at) => view.getFloat32(at) }],
  [0x0e, { bytes: 8, allocate: (n) => new Float64Array(n), read: (view, at) => view.getFloat64(at) }],
]);

/**
 * Reads an IDX file, the format of the MNIST digits: two zero bytes, an element type, the number of axes, their sizes
 * and the values, all big-endian. Nothing is allocated before the sizes have been checked against the file's length.
 *
 * @param bytes the whole file, unpacked
 * @param options `file`: what to call it in errors, normally its path
 * @throws {InvalidFileError} when the file is not IDX, cut short, too long, or still packed with gzip
 * @see http://yann.lecun.com/exdb/mnist/
 * @example
 * const { shape, data } = readIdx(await readFile('train-images-idx3-ubyte')); // [60000, 28, 28], Uint8Array
 */
export function readIdx(bytes: Uint8Array, { file = 'IDX file' }: { file?: string } = {}): ArrayData {
  const fail = (reason: string) => new InvalidFileError({ file, message: `${file} is not IDX: ${reason}.` });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw fail('it is packed with gzip; unpack it first');
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0)
    throw fail('it does not start with two zero bytes');
  const type = elementTypes.get(bytes[2] as number);
  if (type === undefined) throw fail(`its element type ${bytes[2]} is unknown`);

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const axes = bytes[3] as number;
  const start = 4 + 4 * axes;
  if (bytes.length < start) throw fail(`its header needs ${start} bytes and it has ${bytes.length}`);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const length = shape.reduce((product, size) => product * size, 1);
  const expected = start + length * type.bytes;
  if (bytes.length !== expected)
    throw fail(`its shape [${shape}] needs ${expected} bytes and it has ${bytes.length}`);

  return { shape, data: readValues(view, { start, length, type }) };
}

function readValues(
  view: DataView,
  { start, length, type }: { start: number; length: number; type: ElementType },
): NumericArray {
  const data = type.allocate(length);
  if (data instanceof Uint8Array) {
    data.set(new Uint8Array(view.buffer, view.byteOffset + start, length));
    return data;
  }
  for (let i = 0; i < length; i++) data[i] = type.read(view, start + i * type.bytes);
  return data;
}

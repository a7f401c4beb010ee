import { InvalidFileError } from '@imgclf/runtime';
import type { ArrayData, NumericArray } from '../../arrays/array-data';

/** What an `.npy` file holds: numbers, or a list of texts. */
export type NpyValue = ArrayData | readonly string[];

const magic = '\x93NUMPY';
const alignment = 64;

type NumericConstructor = new (buffer: ArrayBuffer) => NumericArray;
const constructors: Readonly<Record<string, NumericConstructor>> = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

/** An array as NumPy's `.npy` format, version 1. Texts become NumPy's unicode strings. */
export function encodeNpy(value: NpyValue): Uint8Array {
  if (isTexts(value)) return encodeTexts(value);
  const { data, shape } = value;
  const type = Object.entries(constructors).find(([, Values]) => data.constructor === Values)?.[0] ?? '|u1';
  return withHeader(type, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

export function isTexts(value: NpyValue): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function encodeTexts(texts: readonly string[]): Uint8Array {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) as number));
  const length = Math.max(1, ...points.map((point) => point.length));
  const units = new Uint32Array(texts.length * length);
  points.forEach((point, i) => {
    units.set(point, i * length);
  });
  return withHeader(`<U${length}`, [texts.length], new Uint8Array(units.buffer));
}

function withHeader(type: string, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const sizes = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': ${sizes}, }`;
  const unpadded = magic.length + 4 + description.length + 1;
  const header = `${description}${' '.repeat((alignment - (unpadded % alignment)) % alignment)}\n`;
  const start = magic.length + 4 + header.length;
  const file = new Uint8Array(start + bytes.length);
  file.set(Buffer.from(magic, 'latin1'));
  file.set([1, 0, header.length & 255, header.length >> 8], magic.length);
  file.set(Buffer.from(header, 'latin1'), magic.length + 4);
  file.set(bytes, start);
  return file;
}

/**
 * Reads an `.npy` file of little-endian numbers or unicode strings in C order.
 *
 * @throws {InvalidFileError} when it is something else, or its length does not fit its shape
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyValue {
  const fail = (reason: string) =>
    new InvalidFileError({ file, message: `${file} is not a NumPy array: ${reason}.` });
  if (bytes.length < 12 || Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== magic)
    throw fail('it does not start as one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFirst = view.getUint8(6) === 1;
  const headerStart = isFirst ? 10 : 12;
  const start = headerStart + (isFirst ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = Buffer.from(bytes.subarray(headerStart, start)).toString('latin1');
  const type = /'descr': '([<|][a-zA-Z]\d+)'/.exec(header)?.[1];
  const sizes = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (type === undefined || sizes === undefined || !header.includes("'fortran_order': False"))
    throw fail('it is not of plain numbers or texts in C order');
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const count = shape.reduce((product, size) => product * size, 1);
  const width = type.startsWith('<U') ? 4 * Number(type.slice(2)) : Number(type.slice(2));
  if (bytes.length - start !== count * width) throw fail(`its shape [${shape}] does not fit its length`);
  const values = bytes.slice(start).buffer as ArrayBuffer;
  if (type.startsWith('<U')) return decodeTexts(new Uint32Array(values), count);
  if (type === '<i8') return { data: narrow(new BigInt64Array(values), fail), shape };
  const Values = type === '|b1' ? Uint8Array : constructors[type];
  if (Values === undefined) throw fail(`its type ${type} is unknown`);
  return { data: new Values(values), shape };
}

/** NumPy's usual integers, as those that TensorFlow.js has. */
function narrow(values: BigInt64Array, fail: (reason: string) => InvalidFileError): Int32Array {
  return Int32Array.from(values, (value) => {
    if (BigInt.asIntN(32, value) !== value) throw fail(`its value ${value} does not fit into 32 bits`);
    return Number(value);
  });
}

function decodeTexts(units: Uint32Array, count: number): string[] {
  const length = count === 0 ? 0 : units.length / count;
  return Array.from({ length: count }, (_, i) => {
    const own = units.subarray(i * length, (i + 1) * length);
    return Array.from(own, (point) =>
      point === 0 || point > 0x10ffff ? '' : String.fromCodePoint(point),
    ).join('');
  });
}

import { InvalidArgumentError, InvalidFileError } from '@imgclf/runtime';
import { type DataType, Tensor, tensor } from '@tensorflow/tfjs-core';
import { isPlainObject } from '../../dataset/element-tensors';

/** An element in JSON, each of its tensors replaced by a note of where its bytes are. */
type Node =
  | { readonly kind: 'tensor'; readonly dtype: DataType; readonly shape: number[]; readonly bytes: number }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Node>> }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null };

/** An element as bytes: a description and the values of its tensors one after the other. */
export interface ElementRecord {
  readonly description: string;
  readonly values: readonly Uint8Array[];
}

/** @throws {InvalidArgumentError} when the element holds something other than tensors, text, numbers and booleans */
export async function encodeElement(element: unknown): Promise<ElementRecord> {
  const values: Uint8Array[] = [];
  return { description: JSON.stringify(await encode(element, values)), values };
}

async function encode(node: unknown, values: Uint8Array[]): Promise<Node> {
  if (node instanceof Tensor && node.dtype !== 'string') {
    const { buffer, byteOffset, byteLength } = (await node.data()) as Float32Array;
    values.push(new Uint8Array(buffer, byteOffset, byteLength));
    return { kind: 'tensor', dtype: node.dtype, shape: node.shape, bytes: byteLength };
  }
  if (Array.isArray(node)) {
    const items: Node[] = [];
    for (const item of node) items.push(await encode(item, values));
    return { kind: 'list', items };
  }
  if (isPlainObject(node)) {
    const fields: Record<string, Node> = {};
    for (const [key, value] of Object.entries(node)) fields[key] = await encode(value, values);
    return { kind: 'object', fields };
  }
  if (node === null || ['string', 'number', 'boolean'].includes(typeof node))
    return { kind: 'value', value: node as string | number | boolean | null };
  throw new InvalidArgumentError({
    argument: 'the elements of a disk cache',
    allowed: 'tensors, text, numbers and booleans in arrays and plain objects',
    received: node,
  });
}

/** Makes the element again, with new tensors. @throws {InvalidFileError} when the record is damaged */
export function decodeElement(description: string, values: Uint8Array<ArrayBuffer>, file: string): unknown {
  try {
    return decode(JSON.parse(description) as Node, { values, at: 0 });
  } catch (cause) {
    throw new InvalidFileError({
      file,
      message: `${file} is damaged; delete it to fill the cache anew.`,
      cause,
    });
  }
}

function decode(node: Node, source: { values: Uint8Array<ArrayBuffer>; at: number }): unknown {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'list') return node.items.map((item) => decode(item, source));
  if (node.kind === 'object')
    return Object.fromEntries(
      Object.entries(node.fields).map(([key, value]) => [key, decode(value, source)]),
    );
  const { values, at } = source;
  source.at += node.bytes;
  const bytes = values.subarray(at, source.at);
  // A tensor that is most of the record takes its memory; a small one kept for long must not hold on to all of it.
  const isMost = node.bytes > values.length / 2 && bytes.byteOffset % 4 === 0;
  return tensor(valuesOf(isMost ? bytes : bytes.slice(), node.dtype), node.shape, node.dtype);
}

function valuesOf(bytes: Uint8Array<ArrayBuffer>, dtype: DataType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'bool') return bytes;
  const { buffer, byteOffset, length } = bytes;
  const Values = dtype === 'int32' ? Int32Array : Float32Array;
  return new Values(buffer, byteOffset, length / 4);
}

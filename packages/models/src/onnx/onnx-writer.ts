import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** The operator set that exported models use, and the version of the file format that goes with it. */
export const onnxOpset = 17;
const irVersion = 8;

/** An attribute of a node: a whole number, a list of them, a number or a text. */
export type OnnxAttribute =
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { text: string };

/** An operation of a graph. */
export interface OnnxNode {
  type: string;
  inputs: readonly string[];
  output: string;
  attributes?: Record<string, OnnxAttribute>;
}

/** A constant of a graph. */
export interface OnnxConstant {
  name: string;
  shape: readonly number[];
  data: Float32Array | BigInt64Array;
}

/** What goes in or comes out: a tensor of 32-bit floats, with names for the sizes that are open. */
export interface OnnxValue {
  name: string;
  shape: readonly (number | string)[];
}

/** A graph, its nodes in the order in which they run. */
export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  constants: readonly OnnxConstant[];
  input: OnnxValue;
  output: OnnxValue;
}

/** Wire types of protocol buffers. */
const varint = 0;
const fixed32 = 5;
const bytes = 2;

/** Writes a graph as an ONNX file. The numbers are the fields of `onnx.proto`. */
export function writeOnnx(graph: OnnxGraph, producer: { name: string; version: string }): Uint8Array {
  const writer = new BinaryWriter().tag(1, varint).int64(irVersion);
  writer.tag(2, bytes).string(producer.name);
  writer.tag(3, bytes).string(producer.version);
  message(writer, 7, () => writeGraph(writer, graph));
  message(writer, 8, () => writer.tag(1, bytes).string('').tag(2, varint).int64(onnxOpset));
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, bytes).fork();
  write();
  writer.join();
}

function writeGraph(writer: BinaryWriter, { name, nodes, constants, input, output }: OnnxGraph): void {
  for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
  writer.tag(2, bytes).string(name);
  for (const constant of constants) message(writer, 5, () => writeConstant(writer, constant));
  message(writer, 11, () => writeValue(writer, input));
  message(writer, 12, () => writeValue(writer, output));
}

function writeNode(writer: BinaryWriter, { type, inputs, output, attributes = {} }: OnnxNode): void {
  for (const input of inputs) writer.tag(1, bytes).string(input);
  writer.tag(2, bytes).string(output);
  writer.tag(3, bytes).string(output);
  writer.tag(4, bytes).string(type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, () => writeAttribute(writer.tag(1, bytes).string(name), value));
  }
}

function writeAttribute(writer: BinaryWriter, attribute: OnnxAttribute): void {
  let type: number;
  if ('float' in attribute) {
    writer.tag(2, fixed32).float(attribute.float);
    type = 1;
  } else if ('int' in attribute) {
    writer.tag(3, varint).int64(attribute.int);
    type = 2;
  } else if ('text' in attribute) {
    writer.tag(4, bytes).string(attribute.text);
    type = 3;
  } else {
    for (const value of attribute.ints) writer.tag(8, varint).int64(value);
    type = 7;
  }
  writer.tag(20, varint).int32(type);
}

function writeConstant(writer: BinaryWriter, { name, shape, data }: OnnxConstant): void {
  for (const size of shape) writer.tag(1, varint).int64(size);
  writer.tag(2, varint).int32(data instanceof Float32Array ? 1 : 7);
  writer.tag(8, bytes).string(name);
  writer.tag(9, bytes).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: BinaryWriter, { name, shape }: OnnxValue): void {
  writer.tag(1, bytes).string(name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.tag(1, varint).int32(1);
      message(writer, 2, () => {
        for (const size of shape) message(writer, 1, () => writeSize(writer, size));
      });
    }),
  );
}

function writeSize(writer: BinaryWriter, size: number | string): void {
  if (typeof size === 'number') writer.tag(1, varint).int64(size);
  else writer.tag(2, bytes).string(size);
}

import type { KernelCall } from '@imgclf/runtime/wasm';
import type {
  ActivationGradient,
  Add,
  AddBias,
  BatchNormTraining,
  Dropout,
  DropoutGradient,
  MaxPoolGradient,
  Operation,
  Rescale,
  ScaleAndShift,
  ValueId,
} from '../program/operation';
import { operationFields } from '../program/operation-fields';
import {
  drawMask,
  hostActivate,
  hostActivationGradient,
  hostCallLayer,
  hostFoldBatchNorm,
  hostPad,
  hostPadGradient,
} from './host-items';
import type { WasmItem, WasmValues } from './wasm-values';

type MakeItem<Kind extends Operation> = (values: WasmValues, operation: Kind) => WasmItem | WasmItem[];

/** Operations that differ from the kernel of their name; the others become that kernel field by field. */
const makers: { [Kind in Operation['kernel']]?: MakeItem<Extract<Operation, { kernel: Kind }>> } = {
  maxPoolGrad,
  activate: hostActivate,
  activationGrad,
  addBias,
  batchNormTraining,
  foldBatchNorm: hostFoldBatchNorm,
  scaleAndShift,
  add,
  pad: hostPad,
  padGrad: hostPadGradient,
  dropout,
  dropoutGrad,
  rescale,
  callLayer: hostCallLayer,
};

/** What an operation becomes on the WebAssembly backend. */
export function wasmItems(values: WasmValues, operation: Operation): WasmItem[] {
  const make = makers[operation.kernel] as MakeItem<Operation> | undefined;
  return [
    make?.(values, operation) ?? { call: atAddresses(values, operation) as unknown as KernelCall },
  ].flat();
}

/** An operation with addresses in the place of values. */
function atAddresses<Kind extends Operation>(values: WasmValues, operation: Kind): Kind {
  const { reads, writes } = operationFields[operation.kernel];
  const record: Record<string, unknown> = { ...operation };
  for (const field of [...reads, ...writes]) {
    const id = record[field];
    if (id !== undefined) record[field] = values.pointer(id as ValueId);
  }
  return record as unknown as Kind;
}

function maxPoolGrad(values: WasmValues, { argmax, dy, dx, geometry }: MaxPoolGradient): WasmItem {
  const places = { argmax: values.pointer(argmax), dy: values.pointer(dy), dx: values.pointer(dx) };
  return { call: { kernel: 'maxPoolGrad', ...places, geometry } };
}

function activationGrad(values: WasmValues, operation: ActivationGradient): WasmItem {
  const { activation, dy, y, dx } = operation;
  if (activation !== 'relu' && activation !== 'relu6') return hostActivationGradient(values, operation);
  const places = { dy: values.pointer(dy), y: values.pointer(y), dx: values.pointer(dx) };
  return { call: { kernel: 'reluGrad', ...places, length: values.size(dx), activation } };
}

function batchNormTraining(values: WasmValues, operation: BatchNormTraining): WasmItem {
  const { movingMean, movingVariance, momentum, ...rest } = atAddresses(values, operation);
  return { call: { ...rest, moving: { mean: movingMean, variance: movingVariance, momentum } } };
}

function scaleAndShift(values: WasmValues, operation: ScaleAndShift): WasmItem {
  const { shift = values.constant(0, operation.columns), ...rest } = atAddresses(values, operation);
  return { call: { ...rest, shift } };
}

function addBias(values: WasmValues, operation: AddBias): WasmItem {
  const { bias, x, y, activation = 'linear' } = atAddresses(values, operation);
  const columns = values.size(operation.bias);
  const sizes = { rows: values.size(operation.x) / columns, columns };
  const scale = values.constant(1, columns);
  return { call: { kernel: 'scaleAndShift', x, y, scale, shift: bias, ...sizes, activation } };
}

function add(values: WasmValues, operation: Add): WasmItem {
  return { call: { ...atAddresses(values, operation), length: values.size(operation.output) } };
}

function dropout(values: WasmValues, operation: Dropout): WasmItem[] {
  const { x, mask, y } = atAddresses(values, operation);
  const length = values.size(operation.y);
  return [drawMask(values, operation), { call: { kernel: 'multiply', a: x, b: mask, output: y, length } }];
}

function dropoutGrad(values: WasmValues, operation: DropoutGradient): WasmItem {
  const { dy, mask, dx } = atAddresses(values, operation);
  return { call: { kernel: 'multiply', a: dy, b: mask, output: dx, length: values.size(operation.dx) } };
}

/** One multiplication and one sum for each number: columns are whatever divides well. */
function rescale(values: WasmValues, operation: Rescale): WasmItem {
  const { x, y } = atAddresses(values, operation);
  const length = values.size(operation.x);
  const columns = [64, 32, 16, 8, 4, 3, 2].find((size) => length % size === 0) ?? 1;
  const scale = values.constant(operation.scale, columns);
  const shift = values.constant(operation.offset, columns);
  return { call: { kernel: 'scaleAndShift', x, y, scale, shift, rows: length / columns, columns } };
}

import type { Operation, Program, Step } from '../program';

type Convolution = Extract<Operation, { op: 'conv2d' | 'depthwiseConv2d' }>;
type Zeros = Extract<Operation, { op: 'pad' }>['padding'];

/** The operations that the kernels of `@imgclf/runtime/wasm` do. */
export type WasmOperation =
  | Exclude<Operation, Convolution | { op: 'globalMaxPool' }>
  /** `zeros` around the picture take the place of `padding`. */
  | (Convolution & { zeros?: Zeros });

/** An operation and where it stands. */
export interface WasmStep {
  id: string;
  inputs: string[];
  operation: WasmOperation;
}

const activations = ['relu', 'relu6', 'softmax'];

/** A program's steps for the kernels, or undefined where they cannot do all of it. */
export function wasmSteps({ steps, output }: Program): WasmStep[] | undefined {
  if (!steps.some(({ operation }) => operation.op !== 'flatten')) return undefined;
  if (!steps.every(isSupported)) return undefined;
  return mergePaddings(steps, output.id);
}

function isSupported(step: Step): step is WasmStep {
  const { operation } = step;
  if (operation.op === 'activation') return activations.includes(operation.activation);
  if (operation.op === 'add') return operation.scale === 1 && step.inputs.length > 1;
  return operation.op !== 'globalMaxPool';
}

/** Leaves out paddings where the one convolution after them can do as if they were there. */
function mergePaddings(steps: readonly WasmStep[], output: string): WasmStep[] {
  const uses = [output, ...steps.flatMap(({ inputs }) => inputs)];
  const paddings = new Map<string, { inputs: string[]; zeros: Zeros }>();
  const kept: WasmStep[] = [];
  for (const step of steps) {
    const { id, inputs, operation } = step;
    const next = steps.find((other) => other.inputs.includes(id))?.operation;
    const padding = paddings.get(inputs[0] ?? '');
    if (
      operation.op === 'pad' &&
      isAround(operation) &&
      isUnpadded(next) &&
      uses.filter((use) => use === id).length === 1
    )
      paddings.set(id, { inputs, zeros: operation.padding });
    else if (isUnpadded(operation) && padding !== undefined)
      kept.push({ id, inputs: padding.inputs, operation: { ...operation, zeros: padding.zeros } });
    else kept.push(step);
  }
  return kept;
}

/** Whether a padding adds no channels. */
function isAround({ padding }: Extract<Operation, { op: 'pad' }>): boolean {
  return padding[2].every((count) => count === 0);
}

function isUnpadded(operation: WasmOperation | undefined): operation is Convolution {
  const isConvolution = operation?.op === 'conv2d' || operation?.op === 'depthwiseConv2d';
  return isConvolution && operation.padding === 'valid';
}

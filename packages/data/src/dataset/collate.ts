import { InvalidArgumentError } from '@imgclf/runtime';
import { stack, Tensor, tensor1d, unstack } from '@tensorflow/tfjs-core';
import { disposeElement, isPlainObject, tensorsIn } from './element-tensors';

/**
 * Joins elements of one structure into one: tensors are stacked along a new first axis, numbers become a float32
 * tensor, anything else an array. The elements' tensors are disposed, on errors too.
 *
 * @throws {InvalidArgumentError} when the elements differ in structure or their tensors in shape
 */
export function collate(elements: readonly unknown[]): unknown {
  const made: Tensor[] = [];
  try {
    return collateNodes(elements, made);
  } catch (error) {
    for (const tensor of made) tensor.dispose();
    throw error;
  } finally {
    for (const element of elements) disposeElement(element);
  }
}

function collateNodes(nodes: readonly unknown[], made: Tensor[]): unknown {
  const [first] = nodes;
  const form = formOf(first);
  const other = nodes.find((node) => formOf(node) !== form);
  if (other !== undefined)
    throw new InvalidArgumentError({
      argument: 'the elements of a batch',
      allowed: `alike; the first is ${form}`,
      received: formOf(other),
    });
  if (first instanceof Tensor) return remember(stack(nodes as Tensor[]), made);
  if (typeof first === 'number') return remember(tensor1d(nodes as number[], 'float32'), made);
  if (!isPlainObject(first)) return [...nodes];
  const fieldOf = (key: string) => nodes.map((node) => (node as Record<string, unknown>)[key]);
  return Object.fromEntries(Object.keys(first).map((key) => [key, collateNodes(fieldOf(key), made)]));
}

/** What must agree between elements for them to be joined, in words. */
function formOf(node: unknown): string {
  if (node instanceof Tensor) return `a ${node.dtype} tensor of the shape [${node.shape}]`;
  return isPlainObject(node) ? `an object with the keys ${Object.keys(node).join(', ')}` : typeof node;
}

function remember(tensor: Tensor, made: Tensor[]): Tensor {
  made.push(tensor);
  return tensor;
}

/**
 * The opposite of {@link collate}: the examples of a batch, one for each row of its tensors. The batch's own tensors
 * are disposed; the caller owns the new ones.
 *
 * @throws {InvalidArgumentError} when the batch holds no tensor or its tensors differ in their first axis
 */
export function uncollate(batch: unknown): unknown[] {
  const tensors = tensorsIn(batch);
  const size = tensors[0]?.shape[0];
  try {
    if (size === undefined || tensors.some((tensor) => tensor.shape[0] !== size))
      throw new InvalidArgumentError({
        argument: 'the batch',
        allowed: 'tensors that agree in their first axis',
        received: tensors.map((tensor) => tensor.shape),
      });
    const rows = new Map(tensors.map((tensor) => [tensor, unstack(tensor)]));
    return Array.from({ length: size }, (_, i) => rowOf(batch, i, rows));
  } finally {
    disposeElement(batch);
  }
}

function rowOf(node: unknown, i: number, rows: Map<Tensor, Tensor[]>): unknown {
  if (node instanceof Tensor) return rows.get(node)?.[i];
  if (Array.isArray(node)) return node[i];
  if (!isPlainObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rowOf(value, i, rows)]));
}

import { Tensor } from '@tensorflow/tfjs-core';

/** Every tensor in an element: the element itself, or anywhere in its arrays and plain objects. */
export function tensorsIn(element: unknown): Tensor[] {
  if (element instanceof Tensor) return [element];
  if (Array.isArray(element)) return element.flatMap(tensorsIn);
  return isPlainObject(element) ? Object.values(element).flatMap(tensorsIn) : [];
}

/** Disposes every tensor in an element, except those that `kept` holds too. */
export function disposeElement(element: unknown, kept?: unknown): void {
  const spared = new Set(kept === undefined ? [] : tensorsIn(kept));
  for (const tensor of tensorsIn(element)) {
    if (!spared.has(tensor) && !tensor.isDisposed) tensor.dispose();
  }
}

/** A copy of an element with every leaf put through `change`. */
export function mapLeaves(element: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(element)) return element.map((item) => mapLeaves(item, change));
  if (!isPlainObject(element)) return change(element);
  return Object.fromEntries(Object.entries(element).map(([key, value]) => [key, mapLeaves(value, change)]));
}

/** Whether `value` is an object literal, and so a container of other values rather than a value itself. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

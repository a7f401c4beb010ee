import type { Variable } from '@tensorflow/tfjs-core';
import type { ValueId } from './operation';

/** What a value is. */
export type Value = {
  readonly id: ValueId;
  readonly shape: readonly number[];
} & (
  | { readonly kind: 'input' }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'temporary' }
  /** Places of maxima: 16-bit numbers. */
  | { readonly kind: 'places' }
  /** The same numbers as another value in another shape. */
  | { readonly kind: 'alias'; readonly of: ValueId }
);

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

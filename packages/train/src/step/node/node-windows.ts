import type { ConvGeometry, PoolGeometry } from '@imgclf/runtime/wasm';
import { paddingOf } from '../program/padding-of';
import type { Attribute, Tensorflow } from './tensorflow';

/** Padding as TensorFlow's operations take it. */
export function paddingAttributes(
  tensorflow: Tensorflow,
  geometry: ConvGeometry | PoolGeometry,
): Attribute[] {
  const { kind, top, bottom, left, right } = paddingOf(geometry);
  const name = tensorflow.text('padding', kind.toUpperCase());
  if (kind !== 'explicit') return [name];
  return [name, tensorflow.integers('explicit_paddings', [0, 0, top, bottom, left, right, 0, 0])];
}

import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';

/** The size that a layer brings images to. */
export interface TargetSize {
  /** Rows, at least 1. */
  height: number;
  /** Columns, at least 1. */
  width: number;
}

const side = v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1'));
const schema = v.object({ height: side, width: side });

/** @throws {InvalidArgumentError} when a side is not an integer of at least 1 */
export function parseTargetSize({ height, width }: TargetSize): Readonly<TargetSize> {
  return parseOptions(schema, { height, width });
}

/** The largest part of a picture, about its centre, with a target's aspect ratio: where it starts and how large it is. */
export function centerWindow(size: Readonly<TargetSize>, target: Readonly<TargetSize>) {
  const height = Math.max(1, Math.min(size.height, Math.trunc((size.width * target.height) / target.width)));
  const width = Math.max(1, Math.min(size.width, Math.trunc((size.height * target.width) / target.height)));
  const top = Math.trunc((size.height - height) / 2);
  const left = Math.trunc((size.width - width) / 2);
  return { top, left, height, width };
}

/** The shape of images after they are brought to a size. */
export function resizedShape(shape: (number | null)[], { height, width }: TargetSize): (number | null)[] {
  return [...shape.slice(0, -3), height, width, shape.at(-1) ?? null];
}

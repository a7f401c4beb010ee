import { apportion } from './apportion';
import { type ImageIndex, pick } from './image-index';

/** A training and a validation part. */
export interface IndexSplit<Item> {
  readonly training: ImageIndex<Item>;
  readonly validation: ImageIndex<Item>;
}

/**
 * Cuts off the last `fraction` of an index for validation, as Keras does: the number is rounded down.
 *
 * @param options `stratify`: cut off the last of each class instead, so that both parts have the classes in the same
 * proportion. The number of validation images is the same; both parts keep the index's order.
 */
export function splitIndex<Item>(
  index: ImageIndex<Item>,
  { fraction, stratify }: { fraction: number; stratify: boolean },
): IndexSplit<Item> {
  const total = Math.trunc(fraction * index.items.length);
  const inValidation = stratify ? lastOfEachClass(index, fraction, total) : lastOf(index, total);
  const positions = Array.from(index.items.keys());
  return {
    training: pick(
      index,
      positions.filter((position) => !inValidation.has(position)),
    ),
    validation: pick(
      index,
      positions.filter((position) => inValidation.has(position)),
    ),
  };
}

function lastOf({ items }: ImageIndex<unknown>, count: number): Set<number> {
  return new Set(Array.from({ length: count }, (_, i) => items.length - count + i));
}

function lastOfEachClass(
  { items, labels }: ImageIndex<unknown>,
  fraction: number,
  total: number,
): Set<number> {
  const byClass = new Map<number | undefined, number[]>();
  for (const position of items.keys()) {
    const label = labels?.[position];
    const group = byClass.get(label);
    if (group === undefined) byClass.set(label, [position]);
    else group.push(position);
  }
  const groups = [...byClass.values()];
  const shares = apportion(
    groups.map((group) => fraction * group.length),
    total,
  );
  return new Set(groups.flatMap((group, i) => group.slice(group.length - (shares[i] as number))));
}

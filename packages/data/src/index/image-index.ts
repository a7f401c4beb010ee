/** What a loader found: pictures in a fixed order with their labels. */
export interface ImageIndex<Item> {
  readonly items: readonly Item[];
  /** A label for each item; `null` where there are none. */
  readonly labels: readonly number[] | null;
  /** The classes' names in the order of their ids; `null` where there are no labels. */
  readonly classNames: readonly string[] | null;
}

/** The items of an index at these positions, in this order. */
export function pick<Item>(index: ImageIndex<Item>, positions: Iterable<number>): ImageIndex<Item> {
  const order = Array.from(positions);
  const { items, labels, classNames } = index;
  return {
    items: order.map((position) => items[position] as Item),
    labels: labels && order.map((position) => labels[position] as number),
    classNames,
  };
}

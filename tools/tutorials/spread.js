/**
 * Up to `count` items, evenly spread over a list, so that a list by class shows every class.
 *
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} count
 * @returns {Item[]}
 */
export function spread(items, count) {
  const step = Math.max(1, items.length / count);
  return items.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step)).slice(0, count);
}

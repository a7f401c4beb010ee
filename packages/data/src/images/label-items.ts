import { InvalidArgumentError } from '@imgclf/runtime';
import { compareCodePoints } from '../index/compare-code-points';
import type { ImageIndex } from '../index/image-index';

/**
 * Where labels come from: a list with a label for each image, a function from an image's path or URL to its class
 * name (such as {@link labelFromFolder}), or `null` for none. Class names get ids by code point order, or by the option
 * `classNames`; whole numbers are ids already.
 */
export type ItemLabels = null | readonly (string | number)[] | ((name: string) => string);

/** The items to label, and how. */
export interface LabelPlan<Item> {
  readonly items: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly labels: ItemLabels;
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Gives every item its class id.
 *
 * @throws {InvalidArgumentError} when the labels do not fit the items, or one of them is not among `classNames`
 */
export function labelItems<Item>({ items, nameOf, labels, classNames }: LabelPlan<Item>): ImageIndex<Item> {
  if (labels === null) return { items, labels: null, classNames: null };
  const given = typeof labels === 'function' ? items.map((item) => labels(nameOf(item))) : labels;
  if (given.length !== items.length)
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: `${items.length} labels, one for each image`,
      received: given.length,
    });
  if (given.every((label) => typeof label === 'number')) return numbered(items, given, classNames);
  return named(items, given.map(String), classNames);
}

function numbered<Item>(
  items: readonly Item[],
  labels: readonly number[],
  classNames: readonly string[] | undefined,
): ImageIndex<Item> {
  const odd = labels.find((label) => !Number.isInteger(label) || (classNames && !(label in classNames)));
  if (odd !== undefined)
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: classNames ? `integers from 0 to ${classNames.length - 1}` : 'integers',
      received: odd,
    });
  const distinct = [...new Set(labels)].sort((a, b) => a - b);
  return { items, labels, classNames: classNames ?? distinct.map(String) };
}

function named<Item>(
  items: readonly Item[],
  labels: readonly string[],
  classNames: readonly string[] = [...new Set(labels)].sort(compareCodePoints),
): ImageIndex<Item> {
  const ids = new Map(classNames.map((name, id) => [name, id]));
  const idOf = (label: string): number => {
    const id = ids.get(label);
    if (id !== undefined) return id;
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: `among ${classNames.join(', ')}`,
      received: label,
    });
  };
  return { items, labels: labels.map(idOf), classNames };
}

/** The class of an image by the folder that holds it: `photos/cats/1.jpg` is of the class `cats`. */
export function labelFromFolder(name: string): string {
  return name.split(/[\\/]/).at(-2) ?? '';
}

/** The class of an image by its file name up to the first dot: `train/dog.123.jpg` is of the class `dog`. */
export function labelFromFileName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').split('.')[0] ?? '';
}

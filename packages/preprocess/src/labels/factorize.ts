import { InvalidArgumentError } from '@imgclf/runtime';

/**
 * Numbers the classes in labels in the order in which they first appear, as pandas's `factorize`.
 *
 * @param labels names or numbers, one for each example
 * @returns `codes`: each label's class number; `classes`: the label of each class number
 * @throws {InvalidArgumentError} for a label that is missing or NaN (pandas gives it the code -1)
 *
 * @example
 * factorize(['dog', 'cat', 'dog']); // { codes: Int32Array [0, 1, 0], classes: ['dog', 'cat'] }
 */
export function factorize<Label extends string | number | boolean>(
  labels: readonly Label[],
): { codes: Int32Array; classes: Label[] } {
  if (!Array.isArray(labels))
    throw new InvalidArgumentError({ argument: 'labels', allowed: 'an array', received: labels });
  const codeOf = new Map<Label, number>();
  const codes = Int32Array.from(labels as readonly Label[], (label, i) => {
    checkLabel(label, i);
    const code = codeOf.get(label) ?? codeOf.size;
    codeOf.set(label, code);
    return code;
  });
  return { codes, classes: [...codeOf.keys()] };
}

function checkLabel(label: unknown, index: number): void {
  if (['string', 'number', 'boolean'].includes(typeof label) && !Number.isNaN(label)) return;
  const allowed = 'a string, a number or a boolean';
  throw new InvalidArgumentError({ argument: `labels[${index}]`, allowed, received: label });
}

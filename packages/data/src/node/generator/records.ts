import { InvalidArgumentError } from '@imgclf/runtime';
import { compareCodePoints } from '../../index/compare-code-points';

/** A row of a table: an image's file name, its class or targets, and a weight, under names of your choice. */
export type ImageRecord = Readonly<Record<string, unknown>>;

/** @throws {InvalidArgumentError} when a column holds something else than what `isValid` accepts */
export function column<Value>(
  records: readonly ImageRecord[],
  name: string,
  { isValid, allowed }: { isValid: (value: unknown) => value is Value; allowed: string },
): Value[] {
  return records.map((record, i) => {
    const value = record[name];
    if (isValid(value)) return value;
    throw new InvalidArgumentError({ argument: `records[${i}].${name}`, allowed, received: value });
  });
}

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isTextOrList = (value: unknown): value is string | readonly string[] =>
  isText(value) || (Array.isArray(value) && value.every(isText));

/** The records of the classes that count, and each one's class ids. */
export interface ClassifiedRecords {
  readonly records: readonly ImageRecord[];
  readonly classNames: readonly string[];
  readonly labels: readonly (number | readonly number[])[];
}

/** Gives records their class ids; with `classes`, records of no other class are left out, as in Keras. */
export function classify(
  records: readonly ImageRecord[],
  { yCol, classes, lists }: { yCol: string; classes: readonly string[] | undefined; lists: boolean },
): ClassifiedRecords {
  const values = lists
    ? column(records, yCol, { isValid: isTextOrList, allowed: 'a class name or a list of them' })
    : column(records, yCol, { isValid: isText, allowed: 'a class name' });
  const classNames = classes?.length
    ? [...new Set(classes)]
    : [...new Set(values.flat())].sort(compareCodePoints);
  const ids = new Map(classNames.map((name, id) => [name, id]));
  const kept: ImageRecord[] = [];
  const labels: (number | readonly number[])[] = [];
  for (const [i, value] of values.entries()) {
    const own = (isText(value) ? [value] : value).flatMap((name) => ids.get(name) ?? []);
    if (own.length === 0) continue;
    kept.push(records[i] as ImageRecord);
    labels.push(isText(value) ? (own[0] as number) : own);
  }
  return { records: kept, classNames, labels };
}

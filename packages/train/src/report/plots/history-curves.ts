import { InvalidArgumentError } from '@imgclf/runtime';
import type { History } from '../../history/history';

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/** The history's keys that are not validation keys, the loss first. */
export function metricsOf({ history }: History): string[] {
  const keys = Object.keys(history).filter((key) => !key.startsWith('val_'));
  return keys.sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
}

/** The values under `key`, where the history has that key itself. */
export function valuesOf({ history }: History, key: string): readonly number[] | undefined {
  return Object.hasOwn(history, key) ? history[key] : undefined;
}

/**
 * The values under `key` over the epochs they belong to, counted from 1. Where `validationFreq` left epochs out, there
 * are fewer values, and each stands at the end of its interval.
 * @throws {InvalidArgumentError} when the history has no such key
 */
export function epochsOf(history: History, key: string): Point[] {
  const values = valuesOf(history, key);
  if (values === undefined) {
    throw new InvalidArgumentError({
      argument: 'metrics',
      allowed: `made of keys of the history (${Object.keys(history.history).join(', ')})`,
      received: key,
    });
  }
  const { epoch } = history;
  const stride = Math.max(1, Math.floor(epoch.length / Math.max(1, values.length)));
  return values.map((value, i) => [(epoch[(i + 1) * stride - 1] ?? i) + 1, value]);
}

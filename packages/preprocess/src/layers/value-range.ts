import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Range } from './factor';

const allowed = 'two numbers, the lower first';
const end = v.pipe(v.number(), v.finite());
const schema = v.object({
  valueRange: v.optional(
    v.pipe(
      v.strictTuple([end, end], allowed),
      v.check(([low, high]) => low < high, allowed),
    ),
    [0, 255],
  ),
});

/** The values that images may have, 0 to 255 unless said otherwise. @throws {InvalidArgumentError} */
export function parseValueRange(valueRange: unknown): Range {
  return parseOptions(schema, { valueRange }).valueRange;
}

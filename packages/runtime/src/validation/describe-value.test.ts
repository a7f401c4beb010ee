import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeValue } from './describe-value';

test.each([
  ['a\nb', '"a\\nb"'],
  [Number.NaN, 'NaN'],
  [undefined, 'undefined'],
  [null, 'null'],
  [10n, '10'],
  [Symbol('x'), 'Symbol(x)'],
  [[1, 'a'], '[1,"a"]'],
  [{ a: 1 }, '{"a":1}'],
  [new Float32Array(3), 'Float32Array of 12 bytes'],
  [new Map(), 'a Map'],
  [Object.create(null), '{}'],
  [{ big: 1n }, 'an object'],
  [{ toJSON: () => undefined }, 'an object'],
  [describeValue, 'function describeValue'],
])('%o', (value, text) => {
  expect(describeValue(value)).toContain(text);
});

test('never throws, and stays on one short line', () => {
  const hostile = new Proxy({}, { get: () => { throw new Error('no'); } }); // biome-ignore format: one line
  for (const value of [hostile, 'x'.repeat(10_000), Array.from({ length: 10_000 })])
    expect(describeValue(value).length).toBeLessThanOrEqual(120);
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withMap: true }),
      (value) => !describeValue(value).includes('\n'),
    ),
  );
});

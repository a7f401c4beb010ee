import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareCodePoints } from './compare-code-points';

it('orders text by code point, whatever the script', () => {
  const character = fc.oneof(
    fc.constantFrom('a', 'Z', '\u{d7ff}', '\u{e000}', '\u{ffff}', '\u{10000}', '\u{1f600}'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(character, { maxLength: 6 }).map((characters) => characters.join(''));
  const slowly = (a: string, b: string): number => {
    const [x, y] = [a, b].map((value) => Array.from(value, (c) => c.codePointAt(0) as number)) as [
      number[],
      number[],
    ];
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number);
    }
    return x.length - y.length;
  };
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(slowly(a, b)));
    }),
  );
});

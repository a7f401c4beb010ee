import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrateUnknown } from './calibrate-unknown';

const guess = fc.record({ score: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });

test('reaches the precision on what is answered, and no lower threshold does', () => {
  fc.assert(
    fc.property(
      fc.array(guess, { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      (guesses, precision) => {
        const found = calibrateUnknown(guesses, { precision });
        const reached = (threshold: number) => {
          const answered = guesses.filter(({ score }) => score >= threshold);
          return answered.filter(({ isRight }) => isRight).length / answered.length;
        };
        if (found.answered > 0) {
          expect(reached(found.unknownBelow)).toBeGreaterThanOrEqual(precision);
          expect(found.precision).toBeCloseTo(reached(found.unknownBelow), 10);
        }
        for (const { score } of guesses) {
          if (score < found.unknownBelow) expect(reached(score)).toBeLessThan(precision);
        }
      },
    ),
  );
});

test('answers everything where everything is right, and nothing where nothing is', () => {
  const right = [0.2, 0.9, 0.2].map((score) => ({ score, isRight: true }));
  expect(calibrateUnknown(right, { precision: 1 })).toEqual({ unknownBelow: 0.2, precision: 1, answered: 1 });
  const wrong = right.map(({ score }) => ({ score, isRight: false }));
  expect(calibrateUnknown(wrong, { precision: 0.5 })).toEqual({ unknownBelow: 1, precision: 1, answered: 0 });
});

test('refuses no guesses and precisions beyond 0 to 1', () => {
  const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  expect(() => calibrateUnknown([], { precision: 0.9 })).toThrow(invalid);
  for (const precision of [0, 1.1, Number.NaN])
    expect(() => calibrateUnknown([{ score: 1, isRight: true }], { precision })).toThrow(invalid);
});

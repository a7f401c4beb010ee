import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageIndex } from './image-index';
import { splitIndex } from './split-index';

function indexOf(labels: number[]): ImageIndex<number> {
  return { items: labels.map((_, i) => i), labels, classNames: ['a', 'b', 'c', 'd'] };
}

describe('splitIndex', () => {
  it('rounds the validation part down', () => {
    const { training, validation } = splitIndex(indexOf(new Array(100).fill(0)), {
      fraction: 0.29,
      stratify: false,
    });
    expect([training.items.length, validation.items.length, validation.items[0]]).toEqual([72, 28, 72]);
  });

  it('keeps the classes in proportion when it stratifies, in the order of the index', () => {
    const labels = Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : 1));
    const { training, validation } = splitIndex(indexOf(labels), { fraction: 0.25, stratify: true });
    expect(validation.items).toEqual([
      ...Array.from({ length: 20 }, (_, i) => 60 + i),
      ...Array.from({ length: 5 }, (_, i) => 95 + i),
    ]);
    expect(training.items.length).toBe(75);
  });

  it('gives every item to exactly one part, as many to validation either way, each class within one of its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (labels, fraction) => {
          const index = indexOf(labels);
          const { training, validation } = splitIndex(index, { fraction, stratify: true });
          const plain = splitIndex(index, { fraction, stratify: false });
          expect([...training.items, ...validation.items].sort((a, b) => a - b)).toEqual(index.items);
          expect(validation.items.length).toBe(plain.validation.items.length);
          for (const label of new Set(labels)) {
            const share = labels.filter((other) => other === label).length * fraction;
            const got = validation.labels?.filter((other) => other === label).length ?? 0;
            expect(Math.abs(got - share)).toBeLessThan(1);
          }
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { type ItemLabels, labelFromFileName, labelFromFolder, labelItems } from './label-items';

const items = ['train/dog.2.jpg', 'train/cat.1.jpg', 'train/dog.10.jpg'];
const label = (labels: ItemLabels, classNames?: string[]) =>
  labelItems({ items, nameOf: (item) => item, labels, classNames });

describe('labelItems', () => {
  it('numbers names in code point order, or in the order given', () => {
    expect(label(labelFromFileName)).toEqual({ items, labels: [1, 0, 1], classNames: ['cat', 'dog'] });
    expect(label(['b', 'a', 'b'], ['b', 'a', 'c'])).toEqual({
      items,
      labels: [0, 1, 0],
      classNames: ['b', 'a', 'c'],
    });
  });

  it('takes whole numbers as they are', () => {
    expect(label([10, 2, 10])).toEqual({ items, labels: [10, 2, 10], classNames: ['2', '10'] });
    expect(label([1, 0, 1], ['a', 'b']).classNames).toEqual(['a', 'b']);
  });

  it('has none for null', () => {
    expect(label(null)).toEqual({ items, labels: null, classNames: null });
  });

  it.each<[string, ItemLabels, string[] | undefined]>([
    ['too few labels', ['a', 'b'], undefined],
    ['a name that is not a class', ['a', 'b', 'x'], ['a', 'b']],
    ['an id without a class', [0, 1, 2], ['a', 'b']],
    ['a fraction', [0, 1, 0.5], undefined],
    ['NaN', [0, 1, Number.NaN], undefined],
  ])('refuses %s', (_, labels, classNames) => {
    expect(() => label(labels, classNames)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'labels' }),
    );
  });
});

describe('labelFromFolder and labelFromFileName', () => {
  it.each([
    ['photos/cats/1.jpg', 'cats', '1'],
    ['C:\\photos\\dogs\\dog.7.jpg', 'dogs', 'dog'],
    ['https://example.com/a/b.c.png', 'a', 'b'],
    ['alone.png', '', 'alone'],
  ])('%s', (name, folder, fileName) => {
    expect([labelFromFolder(name), labelFromFileName(name)]).toEqual([folder, fileName]);
  });
});

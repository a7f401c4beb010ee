import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readImageHeader } from './read-image-header';

const folder = new URL('../node/__fixtures__/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
  string,
  { width: number; height: number }
>;
const pictures = readdirSync(folder).filter((file) => file in expected);
const read = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));

test.each(pictures)('reads format and size of %s', (file) => {
  const header = readImageHeader(read(file));
  const ending = file.split('.').pop();
  expect(header?.format).toBe(ending === 'jpg' ? 'jpeg' : ending);
  const { width, height } = expected[file] as { width: number; height: number };
  if (ending !== 'tiff') expect(header?.size).toEqual({ width, height });
});

test('counts the colour planes of a JPEG', () => {
  const planes = ['gray.jpg', 'rgb.jpg', 'cmyk.jpg'].map((file) => readImageHeader(read(file))?.components);
  expect(planes).toEqual([1, 3, 4]);
});

test('knows a format by its first bytes although the size is cut off', () => {
  for (const file of pictures)
    expect(readImageHeader(read(file).subarray(0, 20))).toMatchObject({ format: expect.any(String) });
});

test('answers on any bytes', () => {
  const starts = pictures.map((file) => read(file).subarray(0, 12));
  const bytes = fc
    .tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }))
    .map(([start, rest]) => new Uint8Array([...start, ...rest]));
  fc.assert(fc.property(bytes, (input) => readImageHeader(input) !== null));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (input) => readImageHeader(input) !== null));
});

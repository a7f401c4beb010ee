import * as v from 'valibot';
import { expect, test } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { parseOptions } from './parse-options';

const size = v.pipe(v.number(), v.integer('an integer'), v.minValue(1));
const schema = v.strictObject({
  imageSize: v.array(size),
  mode: v.optional(v.picklist(['fast', 'slow']), 'fast'),
});

test('fills in defaults', () => {
  expect(parseOptions(schema, { imageSize: [1] })).toEqual({ imageSize: [1], mode: 'fast' });
});

test.each([
  [{}, 'imageSize must be given; received undefined.'],
  [{ imageSize: [1, 2.5] }, 'imageSize[1] must be an integer; received 2.5.'],
  [{ imageSize: [0] }, 'imageSize[0] must be >=1; received 0.'],
  [{ imageSize: ['a'] }, 'imageSize[0] must be number; received "a".'],
  [{ imageSize: [], mode: 'no' }, 'mode must be ("fast" | "slow"); received "no".'],
  [{ imageSize: [], colour: 'red' }, 'colour must be left out (there is no such option); received "red".'],
  ['text', 'options must be Object; received "text".'],
])('%j', (value, message) => {
  expect(() => parseOptions(schema, value)).toThrow(expect.objectContaining({ message }));
  expect(() => parseOptions(schema, value)).toThrow(expect.toSatisfy(InvalidArgumentError.isInstance));
});

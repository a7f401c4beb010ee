import { expect, test } from 'vitest';
import * as runtime from '../index';
import { ImgclfError, type ImgclfErrorOptions } from './imgclf-error';

interface ErrorClass {
  new (options: Record<string, unknown> & ImgclfErrorOptions): ImgclfError;
  isInstance(value: unknown): boolean;
}

const classes = Object.entries(runtime).filter(
  ([name]) => name.endsWith('Error') && name !== 'ImgclfError',
) as unknown as [string, ErrorClass][];

const create = (Class: ErrorClass) =>
  new Class({
    message: 'text',
    cause: 'why',
    argument: 'x',
    allowed: 'y',
    received: 1,
    file: 'f',
    backend: 'b',
    epoch: 1,
  });

test.each(classes)('%s has its name, cause and code, and only its own isInstance knows it', (name, Class) => {
  const error = create(Class);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, cause: 'why' });
  expect(ImgclfError.isInstance(error)).toBe(true);
  const knowing = classes.filter(([, Other]) => Other.isInstance(error)).map(([other]) => other);
  expect(knowing).toEqual([name]);
  for (const value of [undefined, null, 'text', new Error('text'), { code: error.code }])
    expect(Class.isInstance(value)).toBe(false);
});

test('codes are unique', () => {
  const codes = classes.map(([, Class]) => create(Class).code);
  expect(new Set(codes).size).toBe(classes.length);
});

test('an error of another copy of the package is known by its marker', () => {
  const foreign = Object.assign(new Error('text'), {
    code: 'INVALID_FILE',
    [Symbol.for('imgclf.error')]: true,
  });
  expect(runtime.InvalidFileError.isInstance(foreign)).toBe(true);
  expect(runtime.DatasetEmptyError.isInstance(foreign)).toBe(false);
});

test('an invalid argument says what, what is allowed, and what came', () => {
  const error = new runtime.InvalidArgumentError({
    argument: 'epochs',
    allowed: 'at least 1',
    received: -2,
    hint: 'So.',
  });
  expect(error.message).toBe('epochs must be at least 1; received -2. So.');
});

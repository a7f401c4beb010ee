import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIdx } from './read-idx';

const valid = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

describe('readIdx', () => {
  it('reads bytes', () => {
    expect(readIdx(valid)).toEqual({ shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('reads from the middle of a buffer', () => {
    const outer = new Uint8Array(valid.length + 7);
    outer.set(valid, 5);
    expect(readIdx(outer.subarray(5, 5 + valid.length)).data).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  });

  it.each([
    [0x09, Int8Array.of(-2), [0xfe]],
    [0x0b, Int16Array.of(-2), [0xff, 0xfe]],
    [0x0c, Int32Array.of(-2), [0xff, 0xff, 0xff, 0xfe]],
    [0x0d, Float32Array.of(1.5), [0x3f, 0xc0, 0, 0]],
    [0x0e, Float64Array.of(1.5), [0x3f, 0xf8, 0, 0, 0, 0, 0, 0]],
  ])('reads big-endian values of type %i', (type, data, encoded) => {
    expect(readIdx(Uint8Array.of(0, 0, type, 1, 0, 0, 0, 1, ...encoded))).toEqual({ shape: [1], data });
  });

  it.each([
    ['nothing', []],
    ['another magic number', [1, 0, 8, 0]],
    ['an unknown type', [0, 0, 7, 0, 1]],
    ['a header cut short', [0, 0, 8, 3, 0, 0]],
    ['values cut short', [...valid.subarray(0, -1)]],
    ['bytes after the end', [...valid, 0]],
    ['a shape too large to allocate', [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['gzip', [0x1f, 0x8b, 8, 0]],
  ])('refuses %s', (_, bytes) => {
    expect(() => readIdx(Uint8Array.from(bytes), { file: 'digits' })).toThrow(
      expect.objectContaining({ code: 'INVALID_FILE', file: 'digits' }),
    );
  });

  it('gives an array that fits or a typed error, whatever the bytes', () => {
    const header = fc.uint8Array({ maxLength: 40 }).map((rest) => Uint8Array.of(0, 0, ...rest));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), header), (bytes) => {
        try {
          const { shape, data } = readIdx(bytes);
          expect(shape.reduce((product, size) => product * size, 1)).toBe(data.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_FILE' });
        }
      }),
    );
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { hideExif } from './hide-exif';

const picture = () => sharp({ create: { width: 4, height: 2, channels: 3, background: 'red' } });

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s with orientation 6 is decoded as stored',
  async (format) => {
    const turned = await picture().withExif({}).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
    const before = Uint8Array.from(turned);
    expect((await sharp(turned).metadata()).orientation).toBe(6);
    const hidden = hideExif(turned, format);
    expect((await sharp(hidden).metadata()).orientation).toBeUndefined();
    const { info } = await sharp(hidden).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([4, 2]);
    expect(Uint8Array.from(turned)).toEqual(before);
  },
);

test('a file without EXIF comes back as it is', () => {
  for (const [file, format] of [
    ['rgb.jpg', 'jpeg'],
    ['rgb8.png', 'png'],
    ['alpha.webp', 'webp'],
    ['still.gif', 'gif'],
  ] as const) {
    const bytes = new Uint8Array(readFileSync(new URL(`../node/__fixtures__/${file}`, import.meta.url)));
    expect(hideExif(bytes, format)).toBe(bytes);
  }
});

test('any bytes will do', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.constantFrom('jpeg' as const, 'png' as const, 'webp' as const),
      (bytes, format) => {
        expect(hideExif(Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, ...bytes), format).length).toBe(
          bytes.length + 4,
        );
      },
    ),
  );
});

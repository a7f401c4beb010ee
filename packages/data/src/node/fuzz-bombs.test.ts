import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImageTooLargeError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { imageExtensions } from './image-dataset-from-directory';
import { inspectImages } from './inspect/inspect-images';

type Change = (bytes: Buffer) => void;
type Bomb = readonly [name: string, make: () => Promise<Buffer>, claim: Change];

const small = () => sharp({ create: { width: 16, height: 16, channels: 3, background: 'teal' } });
const from = (encode: (picture: Sharp) => Sharp) => () => encode(small()).toBuffer();

/** Writes both sizes over those of the frame header. */
const claimJpeg: Change = (bytes) => {
  const frame = Math.max(bytes.indexOf('ffc0', 'hex'), bytes.indexOf('ffc2', 'hex'));
  bytes.writeUInt16BE(65_500, frame + 5);
  bytes.writeUInt16BE(65_500, frame + 7);
};

/** Writes over the values of ImageWidth and ImageLength in the first directory. */
const claimTiff: Change = (bytes) => {
  const directory = bytes.readUInt32LE(4);
  for (let i = 0; i < bytes.readUInt16LE(directory); i++) {
    const entry = directory + 2 + i * 12;
    if (![256, 257].includes(bytes.readUInt16LE(entry))) continue;
    bytes.writeUInt16LE(4, entry + 2);
    bytes.writeUInt32LE(30_000, entry + 8);
  }
};

const claimAvif: Change = (bytes) => {
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 1)) {
    bytes.writeUInt32BE(30_000, at + 8);
    bytes.writeUInt32BE(30_000, at + 12);
  }
};

function bitmap(): Buffer {
  const header = Buffer.alloc(54 + 48);
  header.write('BM');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return header;
}

const bombs: readonly Bomb[] = [
  ['bomb.jpg', from((picture) => picture.jpeg()), claimJpeg],
  ['progressive.jpg', from((picture) => picture.jpeg({ progressive: true })), claimJpeg],
  [
    'bomb.png',
    from((picture) => picture.png()),
    (bytes) => {
      bytes.writeUInt32BE(30_000, 16);
      bytes.writeUInt32BE(30_000, 20);
    },
  ],
  ['lossy.webp', from((picture) => picture.webp()), (bytes) => bytes.writeUInt32LE(0x3fff3fff, 26)],
  [
    'lossless.webp',
    from((picture) => picture.webp({ lossless: true })),
    (bytes) => bytes.writeUInt32LE(0x0fffffff, 21),
  ],
  ['bomb.gif', from((picture) => picture.gif()), (bytes) => bytes.writeUInt32LE(0xffffffff, 6)],
  ['bomb.tiff', from((picture) => picture.tiff({ compression: 'lzw' })), claimTiff],
  ['bomb.avif', from((picture) => picture.avif({ effort: 0 })), claimAvif],
  [
    'bomb.bmp',
    async () => bitmap(),
    (bytes) => {
      bytes.writeInt32LE(30_000, 18);
      bytes.writeInt32LE(-30_000, 22);
    },
  ],
];

async function makeBomb([, make, claim]: Bomb): Promise<Buffer> {
  const bytes = await make();
  claim(bytes);
  return bytes;
}

test.each(bombs.map((bomb) => [bomb[0], bomb] as const))(
  '%s is refused by its header',
  async (file, bomb) => {
    const bytes = await makeBomb(bomb);
    const before = process.resourceUsage().maxRSS;
    const outcome = await nodePlatform.decodeImage(bytes, { file }).catch((error: unknown) => error);
    expect(outcome).toSatisfy(ImageTooLargeError.isInstance);
    expect(outcome).toMatchObject({ file });
    // Decoded it would take a gigabyte or more; the peak is in KiB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(128 * 1024);
  },
);

test('a GIF whose frame is larger than its screen takes no more room than the screen', async () => {
  const bytes = await from((picture) => picture.gif())();
  const frame = bytes.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 16, 0, 16, 0]));
  bytes.writeUInt32LE(0xffffffff, frame + 5);
  const before = process.resourceUsage().maxRSS;
  const outcome = await nodePlatform.decodeImage(bytes).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ code: expect.stringMatching(/^IMAGE_/) });
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(128 * 1024);
});

test('an inspection names them all, decoding or not', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bombs '));
  try {
    for (const bomb of bombs) await writeFile(path.join(folder, bomb[0]), await makeBomb(bomb));
    await small().png().toFile(path.join(folder, 'fine.png'));
    for (const decode of [true, false]) {
      const { images, unreadable } = await inspectImages(folder, {
        labels: null,
        decode,
        extensions: imageExtensions,
      });
      expect(images).toBe(1);
      expect(unreadable.map(({ code }) => code)).toEqual(bombs.map(() => 'IMAGE_TOO_LARGE'));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

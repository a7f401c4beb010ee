import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import tar from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractArchive } from './extract-archive';

let folder: string;
let archive: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
  archive = path.join(folder, 'archive');
  target = path.join(folder, 'target');
});
afterEach(() => rm(folder, { recursive: true }));

const text = (value: string) => new TextEncoder().encode(value);
const files = { 'a/ü b.txt': text('one'), 'c.txt': text('two'), 'empty/': new Uint8Array() };

async function tarOf(
  entries: readonly (Partial<tar.Header> & { name: string; content?: string })[],
): Promise<Buffer> {
  const pack = tar.pack();
  for (const { content, ...header } of entries) pack.entry(header, content ?? '');
  pack.finalize();
  return buffer(pack as never);
}
const plainTar = () =>
  tarOf([
    { name: 'a/ü b.txt', content: 'one' },
    { name: 'c.txt', content: 'two' },
    { name: 'empty', type: 'directory' },
  ]);

async function extract(bytes: Uint8Array, options = {}): Promise<void> {
  await writeFile(archive, bytes);
  await extractArchive(archive, target, options);
}

describe('extractArchive', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['zip', () => zipSync(files)],
    ['tar', plainTar],
    ['tar.gz', async () => gzipSync(await plainTar())],
  ])('unpacks %s', async (_, make) => {
    await extract(await make());
    expect(await readFile(path.join(target, 'a', 'ü b.txt'), 'utf8')).toBe('one');
    expect(await readFile(path.join(target, 'c.txt'), 'utf8')).toBe('two');
    expect((await readdir(target)).sort()).toEqual(['a', 'c.txt', 'empty']);
  });

  it('leaves a folder alone that is there', async () => {
    await extract(zipSync(files));
    await extract(zipSync({ 'other.txt': text('x') }));
    expect(await readdir(target)).not.toContain('other.txt');
  });

  const link = { os: 3, attrs: (0o120777 << 16) >>> 0 } as const;
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, object?]>([
    ['zip that climbs out', () => zipSync({ '../evil.txt': text('x') })],
    ['zip with backslashes', () => zipSync({ '..\\evil.txt': text('x') })],
    ['zip with an absolute path', () => zipSync({ '/evil.txt': text('x') })],
    ['zip with a symbolic link', () => zipSync({ link: [text('/etc'), link] })],
    ['zip bomb', () => zipSync({ bomb: new Uint8Array(5_000_000) }), { maxBytes: 1_000_000 }],
    [
      'zip of too many files',
      () => zipSync(Object.fromEntries([1, 2, 3].map((i) => [`${i}`, text('x')]))),
      { maxEntries: 2 },
    ],
    ['tar that climbs out', () => tarOf([{ name: 'a/../../evil.txt', content: 'x' }])],
    ['tar with an absolute path', () => tarOf([{ name: '/evil.txt', content: 'x' }])],
    [
      'tar with a symbolic link',
      () =>
        tarOf([
          { name: 'link', type: 'symlink', linkname: '/etc' },
          { name: 'link/x', content: 'x' },
        ]),
    ],
    ['tar with a hard link', () => tarOf([{ name: 'link', type: 'link', linkname: '/etc/passwd' }])],
    [
      'tar bomb',
      async () => gzipSync(await tarOf([{ name: 'bomb', content: '\0'.repeat(5_000_000) }])),
      { maxBytes: 1_000_000 },
    ],
    [
      'file twice',
      () =>
        tarOf([
          { name: 'a', content: 'x' },
          { name: 'a', content: 'y' },
        ]),
    ],
    ['text file', () => text('this is no archive, whatever its name may say'.repeat(30))],
    ['damaged gzip', async () => gzipSync(await plainTar()).subarray(0, 60)],
  ])('refuses a %s, and leaves nothing behind', async (_, make, options) => {
    await expect(extract(await make(), options)).rejects.toMatchObject({
      code: 'INVALID_FILE',
      file: archive,
    });
    expect(await readdir(folder)).toEqual(['archive']);
  });

  it('refuses zips cut short, wherever', async () => {
    const whole = zipSync(files);
    for (let length = 2; length < whole.length; length += 37) {
      await expect(extract(whole.subarray(0, length))).rejects.toMatchObject({ code: 'INVALID_FILE' });
    }
    expect(await readdir(folder)).toEqual(['archive']);
  });

  it('names a missing archive, and stops when its signal fires', async () => {
    await expect(extractArchive(path.join(folder, 'none'), target)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    await expect(extract(await plainTar(), { signal: AbortSignal.abort('enough') })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(await readdir(folder)).toEqual(['archive']);
  });
});

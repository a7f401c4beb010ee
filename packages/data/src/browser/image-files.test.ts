import { expect, it } from 'vitest';
import { imageFilesFromDrop, imageFilesFromInput } from './image-files';

function fileEntry(path: string): FileSystemEntry {
  const file = new File(['x'], path);
  return {
    isFile: true,
    fullPath: `/${path}`,
    file: (resolve: (file: File) => void) => resolve(file),
  } as never;
}

/** Hands out its entries two at a time, as browsers do by the hundred. */
function folderEntry(entries: FileSystemEntry[]): FileSystemEntry {
  const left = [...entries];
  const reader = {
    readEntries: (resolve: (portion: FileSystemEntry[]) => void) => resolve(left.splice(0, 2)),
  };
  return { isFile: false, createReader: () => reader } as never;
}

it('walks dropped folders to their ends, sorts, and leaves out what is no picture', async () => {
  const deep = folderEntry([
    fileEntry('set/b/2.png'),
    fileEntry('set/b/.DS_Store'),
    fileEntry('set/b/10.jpg'),
  ]);
  const entries = [
    folderEntry([deep, fileEntry('set/Z.webp'), fileEntry('set/a.gif')]),
    fileEntry('alone.BMP'),
    null,
  ];
  const transfer = { items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })) };
  const files = await imageFilesFromDrop(transfer as never);
  expect(files.map(({ path }) => path)).toEqual([
    'alone.BMP',
    'set/Z.webp',
    'set/a.gif',
    'set/b/10.jpg',
    'set/b/2.png',
  ]);
});

it('passes on the error of a folder that cannot be read', async () => {
  const reader = {
    readEntries: (_: unknown, reject: (error: Error) => void) => reject(new RangeError('denied')),
  };
  const items = [{ webkitGetAsEntry: () => ({ isFile: false, createReader: () => reader }) }];
  await expect(imageFilesFromDrop({ items } as never)).rejects.toThrow('denied');
});

it('takes the names of files that come without a folder', () => {
  expect(
    imageFilesFromInput([new File([], 'b.png'), new File([], 'a.tiff')]).map(({ path }) => path),
  ).toEqual(['b.png']);
});

it('keeps what the filter keeps, so that a page can say what it leaves out', () => {
  const files = [new File(['x'], 'a.heic'), new File(['x'], 'b.png'), new File(['x'], '.DS_Store')];
  const kept = imageFilesFromInput(files, { filter: (path) => !path.startsWith('.') });
  expect(kept.map(({ path }) => path)).toEqual(['a.heic', 'b.png']);
});

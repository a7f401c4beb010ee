import { compareCodePoints } from '../index/compare-code-points';

/** A picture's file with the path it goes by: that of a folder the user chose or dropped, or just its name. */
export interface ImageFile {
  readonly path: string;
  readonly file: Blob;
}

/** Options of {@link imageFilesFromInput} and {@link imageFilesFromDrop}. */
export interface ImageFilesOptions {
  /** Which files to keep, by path. @default those that end like a picture that browsers read */
  filter?: (path: string) => boolean;
}

const endings = ['.avif', '.bmp', '.gif', '.jpeg', '.jpg', '.png', '.webp'];

/**
 * The pictures among the files of an `<input type="file">`, sorted by path; with `webkitdirectory` the path starts at
 * the chosen folder. Files that do not end like a picture that browsers read are left out, unless `filter` keeps them.
 *
 * @example
 * const files = imageFilesFromInput(input.files ?? []);
 * const dataset = await imageDatasetFromFiles(files, { labels: labelFromFolder });
 */
export function imageFilesFromInput(
  files: Iterable<File> | ArrayLike<File>,
  options: ImageFilesOptions = {},
): ImageFile[] {
  const found = Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }));
  return picturesOf(found, options);
}

/**
 * The pictures that were dropped, folders and all, sorted by path. Call it in the handler of the `drop` event itself,
 * for the browser forgets what was dropped when the handler returns.
 *
 * @throws {DOMException} when the browser cannot read a folder
 */
export async function imageFilesFromDrop(
  dataTransfer: DataTransfer,
  options: ImageFilesOptions = {},
): Promise<ImageFile[]> {
  const entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry());
  const found = await Promise.all(entries.map((entry) => (entry === null ? [] : filesUnder(entry))));
  return picturesOf(found.flat(), options);
}

function picturesOf(
  files: readonly ImageFile[],
  { filter = endsLikePicture }: ImageFilesOptions,
): ImageFile[] {
  return files.filter(({ path }) => filter(path)).sort((a, b) => compareCodePoints(a.path, b.path));
}

function endsLikePicture(path: string): boolean {
  return endings.some((ending) => path.toLowerCase().endsWith(ending));
}

async function filesUnder(entry: FileSystemEntry): Promise<ImageFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: ImageFile[] = [];
  for (;;) {
    // A reader hands out a folder in portions, the last of which is empty.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return files;
    files.push(...(await Promise.all(portion.map(filesUnder))).flat());
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

import type { ImageFile } from '@imgclf/data/browser';
import { checkEncodedImage, ImageTooLargeError, ImgclfError } from '@imgclf/runtime';
import type { BadFile } from '../protocol';

const edge = 256 * 1024;
const maxPixels = 100_000_000;

/** Finds what cannot be used by its ends alone, so that thousands of files are looked through in seconds. */
export async function checkFiles(files: readonly ImageFile[]): Promise<BadFile[]> {
  const found = await Promise.all(
    files.map(async (file) => ({ path: file.path, message: await faultOf(file) })),
  );
  return found.filter((each): each is BadFile => each.message !== undefined);
}

async function faultOf({ path, file }: ImageFile): Promise<string | undefined> {
  try {
    const whole = file.size <= 2 * edge;
    const ends = whole ? file : new Blob([file.slice(0, edge), file.slice(file.size - edge)]);
    const bytes = new Uint8Array(await ends.arrayBuffer());
    if (isHeic(bytes))
      return 'HEIC: browsers cannot read it. Save it as JPEG first (on an iPhone: Settings, Camera, Formats, Most Compatible).';
    const { format } = checkEncodedImage(bytes, { file: path, maxPixels });
    return format === 'tiff' ? 'TIFF: browsers cannot read it. Save it as PNG or JPEG first.' : undefined;
  } catch (error) {
    if (ImageTooLargeError.isInstance(error)) return `${error.message} Make it smaller first.`;
    if (ImgclfError.isInstance(error)) return error.message;
    return `It cannot be read; it may have been moved or changed. (${error instanceof Error ? error.message : error})`;
  }
}

/** HEIF with any brand of HEVC: what iPhones store. */
function isHeic(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(4, 12));
  return /^ftyp(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(text);
}

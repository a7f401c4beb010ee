import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { counting } from './counting';
import type { EntryGuard } from './extract-limits';

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);
const symbolicLink = 0o120000;

/** Unpacks a zip archive; symbolic links are refused. */
export async function extractZip(archive: string, guard: EntryGuard, signal?: AbortSignal): Promise<void> {
  const zip = await openZip(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of entriesOf(zip)) {
      const place = guard.placeOf(entry.fileName);
      if (((entry.externalFileAttributes >>> 16) & 0o170000) === symbolicLink)
        throw guard.fail(`its entry ${JSON.stringify(entry.fileName)} is a symbolic link`);
      if (entry.fileName.endsWith('/')) {
        await mkdir(place, { recursive: true });
        continue;
      }
      await mkdir(path.dirname(place), { recursive: true });
      const content = await promisify(zip.openReadStream.bind(zip) as OpenEntry)(entry);
      await pipeline(
        content,
        counting(guard),
        createWriteStream(place, { flags: 'wx' }),
        signal ? { signal } : {},
      );
    }
  } finally {
    zip.close();
  }
}

type OpenEntry = (
  entry: yauzl.Entry,
  callback: (error: Error | null, content: NodeJS.ReadableStream) => void,
) => void;

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const entry = await new Promise<yauzl.Entry | undefined>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (entry === undefined) return;
    yield entry;
  }
}

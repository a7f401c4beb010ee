import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { counting } from './counting';
import type { EntryGuard } from './extract-limits';

/** Unpacks a tar archive, packed with gzip or not; links and devices are refused. */
export async function extractTar(
  archive: string,
  guard: EntryGuard,
  { isGzip, signal }: { isGzip: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  const entries = tar.extract();
  const abort = signal ? { signal } : {};
  const source = createReadStream(archive);
  const unpacking = isGzip
    ? pipeline(source, createGunzip(), entries, abort)
    : pipeline(source, entries, abort);
  // It is awaited at the end; until then a rejection must not count as unhandled.
  unpacking.catch(() => {});
  for await (const entry of entries) {
    const { name, type } = entry.header;
    const place = guard.placeOf(name);
    if (type === 'directory') await mkdir(place, { recursive: true });
    else if (type !== 'file') throw guard.fail(`its entry ${JSON.stringify(name)} is a ${type}`);
    else {
      await mkdir(path.dirname(place), { recursive: true });
      await pipeline(entry, counting(guard), createWriteStream(place, { flags: 'wx' }));
    }
    entry.resume();
  }
  await unpacking;
}

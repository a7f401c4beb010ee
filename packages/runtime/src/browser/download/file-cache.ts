import { StorageFullError } from '../../errors/storage-full-error';
import { sha256Of } from './sha256-of';

/** The header of a kept file that says what it hashed to when it came. */
const header = 'x-sha256';

/** Files that were fetched, in the Cache API, each with its hash. */
export class FileCache {
  readonly #cache: Cache;

  private constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Opens a cache; undefined in pages that have none. */
  static async open(name: string): Promise<FileCache | undefined> {
    return globalThis.caches === undefined ? undefined : new FileCache(await caches.open(name));
  }

  /** A file that is as it was kept, and as `sha256` says; another one is taken out. */
  async read(
    file: string,
    { sha256, maxBytes }: { sha256: string | undefined; maxBytes: number },
  ): Promise<Uint8Array | undefined> {
    const response = await this.#cache.match(file, { ignoreVary: true });
    if (response === undefined) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const expected = sha256 ?? response.headers.get(header);
    if (bytes.length <= maxBytes && (await sha256Of(bytes, file)) === expected) return bytes;
    await this.#cache.delete(file);
    return undefined;
  }

  /** Keeps a file with its hash. @throws {StorageFullError} */
  async keep(file: string, { bytes, hash }: { bytes: Uint8Array; hash: string }): Promise<void> {
    const headers = { [header]: hash };
    try {
      await this.#cache.put(file, new Response(bytes as Uint8Array<ArrayBuffer>, { headers }));
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name !== 'QuotaExceededError') throw cause;
      const message = `${file} cannot be kept: the browser has no room left for this site. Free some disk space, or do without keeping it.`;
      throw new StorageFullError({ file, message, cause });
    }
  }
}

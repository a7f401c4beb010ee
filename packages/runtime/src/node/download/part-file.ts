import { createHash, randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The unfinished download of a file. It lies beside the file under a name that tells which version of the file it is of
 * and which process writes it, so that no two processes write one, and another can go on with it later.
 */
export class PartFile {
  readonly #target: string;
  /** Where the bytes are. */
  readonly path: string;

  private constructor(target: string, version: string) {
    this.#target = target;
    this.path = `${target}.${version}.${process.pid}.${randomUUID()}.part`;
  }

  /**
   * Takes over what an ended process left of this version of the file, or starts anew.
   *
   * @param validator the server's `ETag` or `Last-Modified`; without one nothing is taken over
   */
  static async claim(target: string, validator: string | null): Promise<PartFile> {
    const version = validator === null ? randomUUID() : hash(validator);
    const part = new PartFile(target, version);
    for (const left of await PartFile.#abandoned(target, version)) {
      // Another process may be faster.
      const mine = await rename(left, part.path).then(
        () => true,
        () => false,
      );
      if (mine) break;
    }
    return part;
  }

  /** How many bytes are there. */
  async size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** Puts the finished file in its place. */
  async finish(): Promise<void> {
    await rename(this.path, this.#target);
  }

  /** Throws the bytes away. */
  async discard(): Promise<void> {
    await rm(this.path, { force: true });
  }

  /** Leaves the bytes for a later download. */
  async leave(): Promise<void> {
    await rename(this.path, this.path.replace(`.${process.pid}.`, '.0.')).catch(() => undefined);
  }

  static async #abandoned(target: string, version: string): Promise<string[]> {
    const folder = path.dirname(target);
    const prefix = `${path.basename(target)}.${version}.`;
    const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.part'));
    return names
      .filter((name) => !isRunning(Number(name.slice(prefix.length).split('.')[0])))
      .map((name) => path.join(folder, name));
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Process 0 stands for none. */
function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

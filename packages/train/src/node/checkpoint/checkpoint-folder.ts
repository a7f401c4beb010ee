import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { InvalidFileError } from '@imgclf/runtime';
import { fileError, writeFileAtomic } from '@imgclf/runtime/node';
import type { TrainingState } from '../../fit/training-state';
import { decodeTrainingState, encodeTrainingState } from './training-state-file';

const pattern = /^checkpoint-\d{6}-\d{9}\.safetensors$/;
const kept = 2;
/** What `writeFileAtomic` leaves behind when the process is killed while it writes. */
const halfWritten = /^\.[\da-f-]{36}\.tmp$/;

/** A folder of training checkpoints, of which the last two are kept. */
export class CheckpointFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Writes a checkpoint, whole or not at all, and then removes all but the last two.
   * @throws {FileUnreadableError} when the system refuses; older checkpoints are as they were
   */
  async save(state: TrainingState): Promise<void> {
    const { epoch, step } = state.position;
    const name = `checkpoint-${String(epoch).padStart(6, '0')}-${String(step).padStart(9, '0')}.safetensors`;
    const bytes = await encodeTrainingState(state);
    await this.#attempt(() => mkdir(this.#folder, { recursive: true }));
    await writeFileAtomic(path.join(this.#folder, name), bytes);
    const names = await this.#names();
    for (const old of names.slice(0, -kept)) await this.#remove(old);
  }

  /**
   * Reads the last checkpoint that is whole, and removes what a killed process left half-written.
   * @param onBroken hears of every one that is passed over
   */
  async load(onBroken: (error: InvalidFileError) => void): Promise<TrainingState | undefined> {
    for (const name of await this.#entries()) if (halfWritten.test(name)) await this.#remove(name);
    for (const name of (await this.#names()).reverse()) {
      const file = path.join(this.#folder, name);
      const bytes = await this.#attempt(() => readFile(file));
      try {
        return await decodeTrainingState(bytes, file);
      } catch (error) {
        if (!InvalidFileError.isInstance(error)) throw error;
        onBroken(error);
      }
    }
    return undefined;
  }

  /** Removes the checkpoints, and the folder where nothing else is in it. */
  async clear(): Promise<void> {
    for (const name of await this.#names()) await this.#remove(name);
    const left = await this.#entries();
    if (left.length === 0) await this.#attempt(() => rm(this.#folder, { recursive: true, force: true }));
  }

  /** The checkpoints' names, oldest first. */
  async #names(): Promise<string[]> {
    return (await this.#entries()).filter((name) => pattern.test(name)).sort();
  }

  async #entries(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw fileError(this.#folder, error);
    }
  }

  #remove(name: string): Promise<void> {
    return this.#attempt(() => rm(path.join(this.#folder, name), { force: true }));
  }

  async #attempt<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      throw fileError(this.#folder, error);
    }
  }
}

import { type FileHandle, open } from 'node:fs/promises';
import { parseOptions } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import * as v from 'valibot';
import type { Callback } from '../../callbacks/callback';
import type { CallbackState } from '../../callbacks/callback-state';
import type { Logs } from '../../logs/logs';

/** Options of {@link CSVLogger}, with Keras's defaults. */
export interface CSVLoggerOptions {
  /** The file to write; its folder must exist. */
  filename: string;
  /** What stands between values. @default ',' */
  separator?: string;
  /** Whether to add to an existing file, with no second header, instead of replacing it. @default false */
  append?: boolean;
}

const schema = v.strictObject({
  filename: v.pipe(v.string(), v.minLength(1, 'a path')),
  separator: v.optional(v.pipe(v.string(), v.length(1, 'one character')), ','),
  append: v.optional(v.boolean(), false),
});

/**
 * Writes the logs of every epoch to a CSV file as Keras does: `epoch`, from 0, and the keys of the first epoch in
 * alphabetical order; where none starts with `val_`, a `val_` column for each; `NA` for what is missing; rows end in
 * CR LF and are on the disk when the epoch ends.
 *
 * @throws {InvalidArgumentError} for a bad option @throws {FileUnreadableError} when the file cannot be written
 */
export class CSVLogger implements Callback {
  readonly name = 'CSVLogger';
  readonly #options: v.InferOutput<typeof schema>;
  #keys: readonly string[] | undefined;
  #file: FileHandle | undefined;
  #resumed = false;

  /** @throws {InvalidArgumentError} */
  constructor(options: CSVLoggerOptions) {
    this.#options = parseOptions(schema, options);
  }

  onTrainBegin(): void {
    this.#keys = undefined;
    this.#resumed = false;
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const file = await this.#open();
    const header = this.#keys === undefined && (await this.#attempt(() => file.stat())).size === 0;
    this.#keys ??= columnsOf(logs);
    if (header) await this.#write(file, ['epoch', ...this.#keys]);
    await this.#write(file, [epoch, ...this.#keys.map((key) => logs[key] ?? 'NA')]);
  }

  async onTrainEnd(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async onTrainError(): Promise<void> {
    await this.onTrainEnd();
  }

  saveState(): CallbackState {
    return { values: { keys: this.#keys } };
  }

  loadState({ values }: CallbackState): void {
    this.#keys = values.keys as readonly string[] | undefined;
    this.#resumed = true;
  }

  async #open(): Promise<FileHandle> {
    const flags = this.#options.append || this.#resumed ? 'a' : 'w';
    this.#file ??= await this.#attempt(() => open(this.#options.filename, flags));
    return this.#file;
  }

  async #write(file: FileHandle, values: readonly (string | number)[]): Promise<void> {
    const row = values.map((value) => this.#quote(String(value))).join(this.#options.separator);
    await this.#attempt(() => file.appendFile(`${row}\r\n`));
  }

  #quote(text: string): string {
    const plain = ![this.#options.separator, '"', '\r', '\n'].some((character) => text.includes(character));
    return plain ? text : `"${text.replaceAll('"', '""')}"`;
  }

  async #attempt<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      throw fileError(this.#options.filename, error);
    }
  }
}

function columnsOf(logs: Logs): string[] {
  const keys = Object.keys(logs).sort();
  return keys.some((key) => key.startsWith('val_')) ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}

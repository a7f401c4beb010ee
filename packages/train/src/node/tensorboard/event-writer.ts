import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileError } from '@imgclf/runtime/node';
import { ProtoWriter } from './proto-writer';
import { tfRecord } from './tf-record';

let files = 0;

/** Writes one of TensorBoard's event files. The folder and the file are made with the first event. */
export class EventWriter {
  readonly #folder: string;
  #file: FileHandle | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds summaries of one step; they are readable when the promise resolves.
   * @throws {FileUnreadableError} when the file cannot be written
   */
  async write(step: number, values: readonly ProtoWriter[]): Promise<void> {
    if (values.length === 0) return;
    try {
      const file = await this.#open();
      await file.appendFile(tfRecord(encodeEvent(step, values, Date.now() / 1000)));
    } catch (error) {
      throw fileError(this.#folder, error);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(): Promise<FileHandle> {
    if (this.#file !== undefined) return this.#file;
    await mkdir(this.#folder, { recursive: true });
    const seconds = Math.floor(Date.now() / 1000);
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${files++}.v2`;
    this.#file = await open(path.join(this.#folder, name), 'a');
    await this.#file.appendFile(
      tfRecord(
        new ProtoWriter()
          .double(1, Date.now() / 1000)
          .string(3, 'brain.Event:2')
          .finish(),
      ),
    );
    return this.#file;
  }
}

/** The bytes of an `Event` with summaries of one step. */
export function encodeEvent(step: number, values: readonly ProtoWriter[], wallTime: number): Uint8Array {
  const summary = new ProtoWriter();
  for (const value of values) summary.message(1, value);
  return new ProtoWriter().double(1, wallTime).integer(2, step).message(5, summary).finish();
}

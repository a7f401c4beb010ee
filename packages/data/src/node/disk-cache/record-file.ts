import { type FileHandle, open } from 'node:fs/promises';
import { InvalidFileError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import type { ElementRecord } from './element-record';

/*
 * A file of records: the magic text, the cache's key, then for each record the lengths of its description and of its
 * values as two little-endian 32-bit integers, the description and the values.
 */
const magic = 'imgclf-cache-1\n';

/** Starts a file of records in an empty file. */
export async function writeHeader(handle: FileHandle, key: string): Promise<void> {
  const encoded = Buffer.from(key);
  await handle.appendFile(Buffer.concat([Buffer.from(magic), lengths(encoded.length, 0), encoded]));
}

/** Adds a record at the end. */
export async function appendRecord(
  handle: FileHandle,
  { description, values }: ElementRecord,
): Promise<void> {
  const text = Buffer.from(description);
  const size = values.reduce((sum, { byteLength }) => sum + byteLength, 0);
  await handle.writev([lengths(text.length, size), text, ...values]);
}

function lengths(first: number, second: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32LE(first, 0);
  buffer.writeUInt32LE(second, 4);
  return buffer;
}

/** The key of a file of records, or `undefined` when there is no such file. @throws {InvalidFileError} */
export async function readKey(file: string): Promise<string | undefined> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileError(file, error);
  });
  if (handle === undefined) return undefined;
  await using reader = new RecordReader(handle, file);
  return await reader.readHeader();
}

/** Reads the records of a file in order. Close it with {@link RecordReader[Symbol.asyncDispose]}. */
export async function* readRecords(
  file: string,
): AsyncGenerator<{ description: string; values: Uint8Array<ArrayBuffer> }> {
  await using reader = new RecordReader(await open(file), file);
  await reader.readHeader();
  for (;;) {
    const record = await reader.readRecord();
    if (record === undefined) return;
    yield record;
  }
}

class RecordReader {
  readonly #handle: FileHandle;
  readonly #file: string;
  #at = 0;
  #size = 0;

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  async readHeader(): Promise<string> {
    this.#size = (await this.#handle.stat()).size;
    const start = await this.#read(magic.length);
    if (start.toString('latin1') !== magic) throw this.#damaged('it does not start as one');
    const keyLength = (await this.#read(8)).readUInt32LE(0);
    return (await this.#read(keyLength)).toString();
  }

  async readRecord(): Promise<{ description: string; values: Uint8Array<ArrayBuffer> } | undefined> {
    if (this.#at === this.#size) return undefined;
    const sizes = await this.#read(8);
    const description = (await this.#read(sizes.readUInt32LE(0))).toString();
    const { buffer, byteOffset, length } = await this.#read(sizes.readUInt32LE(4));
    return { description, values: new Uint8Array(buffer, byteOffset, length) };
  }

  async #read(length: number): Promise<Buffer<ArrayBuffer>> {
    if (this.#at + length > this.#size) throw this.#damaged('it ends too early');
    const buffer = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.#handle.read(buffer, 0, length, this.#at);
    if (bytesRead !== length) throw this.#damaged('it ends too early');
    this.#at += length;
    return buffer;
  }

  #damaged(reason: string): InvalidFileError {
    const message = `${this.#file} is not a cache of a dataset: ${reason}. Delete it to fill the cache anew.`;
    return new InvalidFileError({ file: this.#file, message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AbortedError, FileNotFoundError, FileUnreadableError, InvalidArgumentError } from '../../index';
import { readBytes } from './read-bytes';

const contents = new Uint8Array([1, 2, 3, 4, 5]);
const oddName = 'with spaces, ünïcode\nand a newline.bin';
let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf read '));
  await writeFile(path.join(folder, oddName), contents);
  await mkdir(path.join(folder, 'inner'));
  server = createServer((request, response) => {
    if (request.url === '/five') response.end(contents);
    else if (request.url === '/endless') response.write(new Uint8Array(2000));
    else response.writeHead(request.url === '/broken' ? 500 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

describe('reads', () => {
  test('a path with an odd name, and its file: URL as URL and as string', async () => {
    const file = path.join(folder, oddName);
    const url = pathToFileURL(file);
    for (const location of [file, url, url.href]) expect(await readBytes(location)).toEqual(contents);
  });

  test('http: and data: URLs', async () => {
    expect(await readBytes(`${address}/five`)).toEqual(contents);
    expect(await readBytes(new URL(`${address}/five`))).toEqual(contents);
    expect(await readBytes('data:application/octet-stream;base64,AQIDBAU=')).toEqual(contents);
  });

  test('a file of exactly maxBytes', async () => {
    expect(await readBytes(path.join(folder, oddName), { maxBytes: 5 })).toEqual(contents);
    expect(await readBytes(`${address}/five`, { maxBytes: 5 })).toEqual(contents);
  });
});

describe('says', () => {
  const failure = (location: string | URL, options = {}) =>
    readBytes(location, options).catch((reason: unknown) => reason);

  test('that a file does not exist', async () => {
    const file = path.join(folder, 'missing.png');
    expect(await failure(file)).toSatisfy(FileNotFoundError.isInstance);
    expect(await failure(file)).toMatchObject({ file, message: expect.stringContaining('does not exist') });
    expect(await failure(path.join(folder, oddName, 'below-a-file'))).toSatisfy(FileNotFoundError.isInstance);
    expect(await failure(`${address}/missing`)).toSatisfy(FileNotFoundError.isInstance);
  });

  test('that a file is too large before reading it', async () => {
    for (const location of [
      path.join(folder, oddName),
      `${address}/five`,
      `${address}/endless`,
      'data:,hello',
    ]) {
      const error = await failure(location, { maxBytes: 4 });
      expect(error).toSatisfy(FileUnreadableError.isInstance);
      expect((error as Error).message).toContain('at most 4 bytes (maxBytes)');
    }
  });

  test('that a folder, a device or a broken server cannot be read', async () => {
    for (const location of [
      path.join(folder, 'inner'),
      '/dev/null',
      `${address}/broken`,
      'http://127.0.0.1:1/x',
    ])
      expect(await failure(location)).toSatisfy(FileUnreadableError.isInstance);
  });

  test('that a link leads back to itself', async () => {
    const loop = path.join(folder, 'loop');
    await symlink(loop, loop);
    expect(await failure(loop)).toMatchObject({ code: 'FILE_UNREADABLE', file: loop });
  });

  test.each(['', 'a\0b', 'file://host/share/x.png', 'https://', 42 as never, undefined as never])(
    'that %j is no location',
    async (location) => {
      expect(await failure(location)).toSatisfy(InvalidArgumentError.isInstance);
    },
  );

  test('that a protocol is unknown', async () => {
    expect(await failure(new URL('ftp://example.org/x'))).toSatisfy(InvalidArgumentError.isInstance);
  });

  test('that it was aborted, before and in between', async () => {
    const signal = AbortSignal.abort();
    expect(await failure(path.join(folder, oddName), { signal })).toSatisfy(AbortedError.isInstance);
    const controller = new AbortController();
    const pending = failure(`${address}/endless`, { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(await pending).toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
  });
});

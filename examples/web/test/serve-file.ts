import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of one file, which pages of other sites may read. */
export interface FileServer {
  readonly origin: string;
  /** How often it was asked. */
  readonly requests: number;
  close(): Promise<void>;
}

/** Serves a file under every name, until it is closed. */
export async function serveFile(file: string): Promise<FileServer> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.setHeader('access-control-allow-origin', '*');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { fileError } from '@imgclf/runtime/node';
import { Output } from '../command-line/output';
import type { ServeOptions } from '../commands/serve';
import { createApp } from '../serve/create-app';
import { openClassifier } from './open-classifier';

/** Carries out `imgclf serve`. */
export async function serve(model: string, options: ServeOptions): Promise<void> {
  const output = new Output(options);
  const { classifier, backend, engine } = await openClassifier(model, options, output);
  const app = createApp(classifier, options);
  const server = createAdaptorServer({ fetch: app.fetch });
  const address = new Promise<string>((resolve, reject) => {
    server.once('error', (error) => reject(fileError(`${options.host}:${options.port}`, error)));
    server.listen(options.port, options.host, () => resolve(urlOf(server.address())));
  });
  const url = await address;
  output.result({ url, pid: process.pid, backend, engine }, `Listening on ${url}`);
  const signal = await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  output.note(`Stopping (${signal}): waiting for what has begun.`);
  const closed = once(server, 'close');
  server.close();
  await app.drained();
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  await closed;
  await classifier.dispose();
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}/`;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

/** The Chromium to test with; `undefined` where there is none. */
export const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);

/**
 * Runs a module in a page of a headless Chromium, for tests: what it hands to `answer` comes back.
 *
 * @param source the module, resolved from `folder`
 */
export async function runInChromium(source: string, folder: string): Promise<unknown> {
  const profile = await mkdtemp(path.join(tmpdir(), 'chromium-'));
  const contents = `const answer = (value) => fetch('/answer', { method: 'POST', body: JSON.stringify(value) });
    addEventListener('unhandledrejection', ({ reason }) => answer({ failed: String(reason?.stack ?? reason) }));
    ${source}`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const page = `<!doctype html><script type="module">${outputFiles[0]?.text.replaceAll('</script', '<\\/script')}</script>`;
  const server = createServer();
  const answered = new Promise<unknown>((resolve, reject) => {
    server.on('request', (request, response) => {
      if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(page);
      return text(request).then((body) => resolve(JSON.parse(body)), reject);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`, address];
  const browser = spawn(chromium ?? 'chromium', flags, { stdio: 'ignore' });
  try {
    return await Promise.race([answered, once(browser, 'exit').then(() => ({ failed: 'Chromium ended.' }))]);
  } finally {
    const closed = once(browser, 'close');
    if (browser.kill()) await closed;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

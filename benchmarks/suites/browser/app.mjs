import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePlatform } from '@imgclf/runtime/node';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { isolation, launchBrowser, typeOf } from './browser.mjs';

const dist = fileURLToPath(new URL('../../../examples/web/dist/', import.meta.url));
const LOADS = 5;
const KEYS = 60;

/**
 * Times the page that trains, `examples/web`, as it is built: from an empty cache to ready, and how long it takes to show
 * a key that is typed while it trains. The peers are what is asked for.
 *
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function app() {
  if (!existsSync(path.join(dist, 'index.html')))
    throw new TypeError('examples/web is not built: run pnpm build.');
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launchBrowser();
  try {
    const loads = [];
    for (let at = 0; at < LOADS; at++) loads.push(await firstLoad(browser, url));
    const delays = await keysWhileTraining(browser, url);
    const peerName = 'asked for';
    return [
      row({
        what: 'examples/web: empty cache to ready',
        unit: 'ms',
        ours: median(loads),
        peer: 3000,
        peerName,
      }),
      row({
        what: `examples/web: slowest of ${KEYS} keys shown while it trains`,
        unit: 'ms',
        ours: Math.max(...delays),
        peer: 100,
        peerName,
      }),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

function answer({ url = '/' }, response) {
  const name = new URL(url, 'http://localhost').pathname.replace(/\/$/, '/index.html');
  const file = path.join(dist, name);
  const found = file.startsWith(dist) && existsSync(file);
  response.writeHead(found ? 200 : 404, { ...isolation, 'content-type': typeOf(name) });
  response.end(found ? readFileSync(file) : '');
}

async function firstLoad(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector('[data-backend]');
  const time = await page.evaluate(() => performance.now());
  await context.close();
  return time;
}

/** From the key to the frame that shows it, in milliseconds. */
async function keysWhileTraining(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForSelector('[data-backend]');
  for (const name of ['across', 'down']) {
    await page.getByLabel('New class').fill(name);
    await page.getByRole('button', { name: 'Add class' }).click();
    await page
      .getByLabel(`Class ${name}`)
      .locator('input[type=file]')
      .setInputFiles(await paintings(name));
  }
  await page.getByLabel('Epochs').fill('1000');
  await page.getByLabel('Epochs').blur();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText(/Epoch [2-9] of/).waitFor();
  await page.evaluate(() => {
    globalThis.delays = [];
    addEventListener('keydown', ({ timeStamp }) => {
      // The frame after the event is drawn before the first task after it.
      requestAnimationFrame(() => setTimeout(() => globalThis.delays.push(performance.now() - timeStamp)));
    });
  });
  await page.getByLabel('New class').pressSequentially('x'.repeat(KEYS), { delay: 97 });
  await page.waitForFunction((count) => globalThis.delays.length >= count, KEYS);
  return page.evaluate(() => globalThis.delays);
}

/** Thirty pictures with stripes. */
function paintings(name) {
  const side = 96;
  return Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const data = new Uint8Array(side * side * 3);
      for (let at = 0; at < side * side; at++) {
        const along = name === 'across' ? Math.floor(at / side) : at % side;
        data.fill((along + i) % 12 < 6 ? 30 : 220, at * 3, at * 3 + 3);
      }
      const buffer = Buffer.from(
        await nodePlatform.encodePng({ width: side, height: side, channels: 3, data }),
      );
      return { name: `${i}.png`, mimeType: 'image/png', buffer };
    }),
  );
}

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';

/** The Chromium to test with; undefined where there is none. */
export const browserFile = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
if (browserFile === undefined) console.warn('Skipped: there is no Chromium (set CHROMIUM to its path).');

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-fake-device-for-media-stream',
];

/** The built page in a browser with an empty profile. */
export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Where the page is served. */
  readonly url: string;
  /** What the page's consoles called an error. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** Serves what was built and opens it, to be closed by the caller. */
export async function openPage(
  options: { width?: number; height?: number; dark?: boolean; flags?: readonly string[] } = {},
): Promise<OpenPage> {
  const { width = 1200, height = 900, dark = false, flags = [] } = options;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const server = await preview({ root, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const profile = await mkdtemp(path.join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...(browserFile === undefined ? {} : { executablePath: browserFile }),
    headless: true,
    args: [...args, ...flags],
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  const url = addressOf(server);
  await page.goto(url);
  const close = async () => {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { page, context, url, faults, close };
}

function addressOf(server: PreviewServer): string {
  return server.resolvedUrls?.local[0] ?? '';
}

/** Drops files and folders on an element, as a person would. */
export async function drop(page: Page, selector: string, files: readonly string[]): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new RangeError(`${selector} is not on the page`);
  const client = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + 10,
    data: { items: [], files: [...files], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, ...at });
  await client.detach();
}

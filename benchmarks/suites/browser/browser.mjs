import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Shared memory, and so threads, is given only to pages with these headers. */
export const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Starts a headless Chromium, to be closed by the caller. */
export async function launchBrowser() {
  if (!existsSync(executablePath))
    throw new TypeError(`There is no Chromium at ${executablePath}: set CHROMIUM to its path.`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What a file is served as. */
export function typeOf(name) {
  return types[path.extname(name)] ?? 'application/octet-stream';
}

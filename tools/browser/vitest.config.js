import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { testConfig } from '@imgclf/config/vitest';
import { playwright } from '@vitest/browser-playwright';
import { resolveForBrowser } from './resolve-for-browser.js';
import { suites } from './suites.js';
import { wasmFiles } from './wasm-files.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
if (executablePath === undefined) console.warn('Skipped: there is no Chromium (set CHROMIUM to its path).');

/** What the tests and the packages import: known beforehand, nothing is bundled anew while tests run. */
const dependencies = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-webgpu',
  'fast-check',
  '@imgclf/runtime > valibot',
  '@imgclf/data > ml-matrix',
  '@imgclf/data > papaparse',
  '@imgclf/models > @bufbuild/protobuf/wire',
  '@imgclf/models > fflate',
  '@imgclf/models > h5wasm',
  '@imgclf/models > jsfive',
];

// A graphics adapter in software stands in for a real one.
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
];

/** Shared memory is given only to pages with these headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const instance = (name, include) => ({ browser: 'chromium', name, include, provide: { backend: name } });

export default {
  cacheDir: fileURLToPath(new URL('node_modules/.vite', import.meta.url)),
  plugins: [resolveForBrowser(), wasmFiles()],
  server: { fs: { allow: [repository] }, headers },
  optimizeDeps: { include: dependencies },
  ...testConfig({
    passWithNoTests: true,
    dir: repository,
    ...(executablePath === undefined ? { include: [] } : {}),
    browser: {
      enabled: executablePath !== undefined,
      provider: playwright({ launchOptions: { executablePath, args } }),
      headless: true,
      screenshotFailures: false,
      instances: Object.entries(suites).map(([name, include]) => instance(name, include)),
    },
  }),
};

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { isolation, launchBrowser, typeOf } from './browser.mjs';

const wasm = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

/** Computes in a worker, as pages should: on a page's own thread, waiting for other threads is spinning. */
const page = `<!doctype html><script type="module">
  const worker = new Worker('/NAME.js', { type: 'module' });
  const answer = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.failed === undefined ? resolve(data) : reject(new Error(data.failed)));
  });
  await answer();
  globalThis.measure = (name, steps) => {
    worker.postMessage({ name, steps });
    return answer();
  };
</script>`;

/**
 * Opens a page for each name, with the module `<name>-worker.mjs`, in one headless Chromium.
 *
 * @param {string[]} names
 */
export async function openPages(names) {
  const scripts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await bundle(`${name}-worker.mjs`)])),
  );
  const server = createServer((request, response) => answer(request.url ?? '/', response, scripts));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await launchBrowser();
  const pages = {};
  for (const name of names) {
    pages[name] = await browser.newPage();
    await pages[name].goto(`${origin}/${name}.html`);
    await pages[name].waitForFunction(() => globalThis.measure !== undefined, undefined, { timeout: 60_000 });
  }
  return {
    /** Milliseconds of one step. */
    measure: async (name, workload, steps) => {
      await pages[name].bringToFront();
      return pages[name].evaluate(([work, count]) => globalThis.measure(work, count), [workload, steps]);
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function bundle(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    external: ['onnxruntime-web', '@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'],
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

function answer(url, response, scripts) {
  const { name, ext, base } = path.parse(url);
  response.writeHead(200, { ...isolation, 'content-type': typeOf(base) });
  if (ext === '.html') return response.end(page.replace('NAME', name));
  if (ext === '.js') return response.end(scripts[name]);
  return response.end(ext === '.wasm' ? readFileSync(path.join(wasm, base)) : '');
}

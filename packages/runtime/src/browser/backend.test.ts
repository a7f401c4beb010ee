import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackendInfo } from '../backends/backend-info';
import type { InitBrowserBackendOptions } from './backend';

const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
// A graphics adapter in software stands in for a real one.
const flags = [
  '--headless=new',
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-webgpu-adapter=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const cases: Record<string, InitBrowserBackendOptions> = {
  best: {},
  webgpu: { backend: 'webgpu' },
  webgl: { backend: 'webgl' },
  'three threads': { backend: 'wasm', threads: 3 },
  'one thread': { backend: 'wasm', threads: 1 },
  cpu: { backend: 'cpu' },
  native: { backend: 'tfjs-node' },
  wrong: { wasmPaths: 5 as unknown as string },
};

/** Runs in a worker of its own for each case: starts a backend and takes three steps. */
const worker = `
import { initBackend } from '@imgclf/runtime/browser';
import { oneHot, tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
onmessage = async ({ data: options }) => {
  try {
    const info = await initBackend({ wasmPaths: location.origin + '/wasm/', ...options });
    postMessage({ info, losses: await train() });
  } catch ({ name, message }) {
    postMessage({ error: { name, message } });
  }
};
async function train() {
  const kernelInitializer = initializers.glorotUniform({ seed: 5 });
  const model = sequential();
  model.add(layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', kernelInitializer, inputShape: [8, 8, 3] }));
  model.add(layers.maxPooling2d({ poolSize: 2 }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 2, activation: 'softmax', kernelInitializer }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const x = tensor(Float32Array.from({ length: 4 * 8 * 8 * 3 }, (_, index) => Math.sin(index * index)), [4, 8, 8, 3]);
  const y = oneHot([0, 1, 1, 0], 2);
  return [await model.trainOnBatch(x, y), await model.trainOnBatch(x, y), await model.trainOnBatch(x, y)];
}
`;

const page = `<script type="module">
const answers = { isolated: crossOriginIsolated };
for (const [name, options] of Object.entries(${JSON.stringify(cases)})) {
  const worker = new Worker('/worker.js', { type: 'module' });
  answers[name] = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: { name: 'worker', message } });
    worker.postMessage(options);
  });
  worker.terminate();
}
await fetch('/answers', { method: 'POST', body: JSON.stringify(answers) });
</script>`;

interface Answer {
  info?: BackendInfo;
  losses?: number[];
  error?: { name: string; message: string };
}

describe.skipIf(chromium === undefined)('backends in Chromium (skipped where CHROMIUM names none)', () => {
  let profile: string;
  let server: Server;
  let browser: ChildProcess;
  let answers: Record<string, Answer>;

  beforeAll(async () => {
    profile = await mkdtemp(path.join(tmpdir(), 'imgclf-chromium-'));
    const files = { '/': page, '/worker.js': await bundle(worker) };
    answers = await new Promise((resolve, reject) => {
      server = serve(files, resolve);
      server.listen(0, '127.0.0.1', () => {
        const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        browser = spawn(chromium as string, [...flags, `--user-data-dir=${profile}`, address], {
          stdio: 'ignore',
        });
        browser.on('exit', (code) => reject(new TypeError(`${chromium} ended with code ${code}.`)));
      });
    });
  });

  afterAll(async () => {
    const closed = new Promise((resolve) => browser.once('close', resolve));
    browser.kill();
    await closed;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it.each(['webgpu', 'webgl', 'three threads', 'one thread'])(
    '%s trains as plain JavaScript does',
    (name) => {
      const { info, losses = [] } = answers[name] as Answer;
      const { backend, threads = 1 } = cases[name] as InitBrowserBackendOptions;
      expect(info).toMatchObject({ name: backend, threads });
      expect(losses).toHaveLength(3);
      for (const [step, loss] of losses.entries())
        expect(loss).toBeCloseTo(answers.cpu?.losses?.[step] ?? Number.NaN, 3);
    },
  );

  it('prefers WebAssembly on all processors to graphics adapters in software', () => {
    const { info } = answers.best as Answer;
    expect(answers.isolated).toBe(true);
    expect(info).toMatchObject({ name: 'wasm', device: 'processor, WebAssembly SIMD' });
    expect(info?.passedOver.map(({ name }) => name)).toEqual(['webgpu', 'webgl']);
    for (const { reason } of info?.passedOver ?? []) expect(reason).toMatch(/is a program on the processor/);
  });

  it('refuses what it cannot do', () => {
    expect(answers.native?.error?.name).toBe('BackendUnavailableError');
    expect(answers.wrong?.error?.message).toMatch(/^wasmPaths must be the URL of a folder/);
  });
});

async function bundle(contents: string): Promise<string> {
  const resolveDir = path.dirname(fileURLToPath(import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    write: false,
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

/** A cross-origin isolated site of `files` and TensorFlow.js's WebAssembly; what is posted goes to `receive`. */
function serve(files: Record<string, string>, receive: (body: Record<string, Answer>) => void): Server {
  const require = createRequire(import.meta.url);
  const wasm = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  return createServer(async (request, response) => {
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') receive((await json(request)) as Record<string, Answer>);
    else if (pathname.endsWith('.wasm')) {
      response.setHeader('content-type', 'application/wasm');
      response.end(await readFile(path.join(wasm, path.basename(pathname))));
    } else {
      response.setHeader('content-type', pathname === '/' ? 'text/html' : 'text/javascript');
      response.writeHead(pathname in files ? 200 : 404).end(files[pathname]);
    }
  });
}

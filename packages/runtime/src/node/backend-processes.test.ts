import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BackendInfo } from '../backends/backend-info';
import type { InitBackendOptions } from '../backends/init-backend-options';

const script = fileURLToPath(new URL('__fixtures__/train.mjs', import.meta.url));
// Debian's chromium brings a graphics adapter in software.
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

interface Line {
  info?: BackendInfo;
  losses?: number[];
  error?: { name: string; message: string };
}

function start(options: InitBackendOptions, mode: string[] = []): ChildProcess {
  const drivers = existsSync(swiftShader) ? { VK_DRIVER_FILES: swiftShader } : {};
  const env = { ...drivers, ...process.env, IMGCLF_BACKEND: '' };
  return spawn(process.execPath, [script, JSON.stringify(options), ...mode], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that whatever it leaves behind can be found.
    detached: true,
  });
}

/** Everything a process prints and its exit code; it must end by itself. */
async function run(
  options: InitBackendOptions,
  mode: string[] = [],
): Promise<Line & { code: number | null; lines: number }> {
  const child = start(options, mode);
  const [output, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  const lines = output.trimEnd().split('\n');
  return { ...(JSON.parse(lines.at(-1) ?? '') as Line), code: code as number | null, lines: lines.length };
}

function isGroupAlive(child: ChildProcess): boolean {
  try {
    process.kill(-(child.pid as number), 0);
    return true;
  } catch {
    return false;
  }
}

const cpu = await run({ backend: 'cpu' });
// Skipped where they are not installed or there is nothing to run them on.
const optional = new Set(['tfjs-node', 'webgpu']);
const cases: [string, InitBackendOptions][] = [
  ['tfjs-node', { backend: 'tfjs-node' }],
  ['webgpu', { backend: 'webgpu', timeoutMs: 60_000 }],
  ['wasm', { backend: 'wasm' }],
  ['wasm on one thread', { backend: 'wasm', threads: 1 }],
  ['wasm on three threads', { backend: 'wasm', threads: 3 }],
];

describe.each(cases)('%s', async (_, options) => {
  const alone = await run(options);
  const missing = optional.has(options.backend ?? '') ? (alone.error?.message ?? '') : '';

  it.skipIf(missing)(`trains as plain JavaScript does and exits by itself ${missing}`, () => {
    expect(alone).toMatchObject({ code: 0, lines: 1, info: { name: options.backend } });
    expect(alone.info?.threads).toBe(options.threads ?? alone.info?.threads);
    const differences =
      alone.losses?.map((loss, step) => Math.abs(loss - (cpu.losses?.[step] ?? Number.NaN))) ?? [];
    expect(differences).toHaveLength(8);
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  });

  it.skipIf(missing)(`does the same inside a worker thread ${missing}`, async () => {
    const inWorker = await run(options, ['worker']);
    expect(inWorker).toMatchObject({ code: 0, lines: 1, info: { name: options.backend } });
    expect(inWorker.losses).toEqual(alone.losses);
  });

  it.skipIf(missing)(`leaves uncaught errors to Node ${missing}`, async () => {
    expect((await run(options, ['fail'])).code).toBe(1);
  });

  it.skipIf(missing || process.platform === 'win32')(`ends at SIGINT during a step ${missing}`, async () => {
    const child = start(options, ['forever']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'exit', { signal: AbortSignal.timeout(1000) });
    expect([code, signal]).toEqual([null, 'SIGINT']);
    expect(isGroupAlive(child)).toBe(false);
  });
});

it('starts plain JavaScript without a word', () => {
  expect(cpu).toMatchObject({ code: 0, lines: 1, info: { name: 'cpu', threads: 1, passedOver: [] } });
});

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileUnreadableError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Callback } from '../../callbacks/callback';
import { lambdaCallback } from '../../callbacks/lambda-callback';
import { fit } from '../../fit/fit';
import { adam } from '../../optimizers/adam';
import { BackupAndRestore } from './backup-and-restore';

const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(i), i / 24]);
const y = x.map((_, i) => i % 2);

let folder: string;
let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf-faults-'));
  const seeded = (seed: number) => ({ kernelInitializer: { className: 'GlorotUniform', config: { seed } } });
  model = sequential({
    layers: [
      layers.dense({ inputShape: [3], units: 200, activation: 'relu', ...seeded(1) } as never),
      layers.dense({ units: 2, activation: 'softmax', ...seeded(2) } as never),
    ],
  });
});

afterEach(async () => {
  model.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Trains for three epochs of three steps with gradients accumulated over two, which epochs cut in two. */
async function train(...others: Callback[]): Promise<{ weights: number[][]; warnings: string[] }> {
  const warnings: string[] = [];
  const optimizer = adam({ gradientAccumulationSteps: 2 });
  const run = fit(model, {
    ...{ x, y, batchSize: 8, epochs: 3, seed: 5, verbose: 0, loss: 'sparse_categorical_crossentropy' },
    optimizer,
    callbacks: [...others, new BackupAndRestore({ backupDir: path.join(folder, 'backup'), saveFreq: 1 })],
    onEvent: (event) => void (event.type === 'warning' && warnings.push(event.message)),
  });
  await run.finally(() => optimizer.dispose());
  return { weights: model.getWeights().map((weight) => [...weight.dataSync()]), warnings };
}

/** Whether this process may mount: then a disk can really be full, and read-only for root too. */
const mounts = (() => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
})();

describe.skipIf(!mounts)('on a disk of its own (needs the right to mount)', () => {
  beforeEach(() => void execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder]));
  afterEach(() => void execFileSync('umount', [folder]));

  test.each<[string, () => unknown, () => unknown]>([
    [
      'that is full',
      () => writeFile(path.join(folder, 'filler'), Buffer.alloc(60_000)).catch(() => undefined),
      () => rm(path.join(folder, 'filler'), { force: true }),
    ],
    [
      'that is read-only',
      () => execFileSync('mount', ['-o', 'remount,ro', folder]),
      () => execFileSync('mount', ['-o', 'remount,rw', folder]),
    ],
  ])(
    '%s in the middle of training: a typed error, and the last checkpoint goes on',
    async (_, spoil, mend) => {
      const initial = model.getWeights().map((weight) => weight.clone());
      const straight = await train();
      model.setWeights(initial);
      const spoiling = lambdaCallback({
        async onTrainBatchEnd(_batch, __, { optimizer }) {
          if (optimizer.iterations === 5) await spoil();
        },
      });
      await expect(expectNoTensorLeak(() => train(spoiling))).rejects.toSatisfy(
        FileUnreadableError.isInstance,
      );
      await mend();
      model.setWeights(initial);
      const resumed = await train(lambdaCallback({}));
      expect(resumed.weights).toEqual(straight.weights);
      expect(resumed.warnings).toEqual([]);
      for (const weight of initial) weight.dispose();
    },
  );
});

describe('a process that trains with backups', () => {
  const script = fileURLToPath(new URL('./__fixtures__/train-and-resume.mjs', import.meta.url));
  let straight: string;

  beforeAll(async () => {
    const target = await mkdtemp(path.join(tmpdir(), 'imgclf-straight-'));
    await once(start(target), 'close');
    straight = await readFile(path.join(target, 'result.json'), 'utf8');
    await rm(target, { recursive: true });
  }, 60_000);

  /** Runs the script in a shell; with a limit the system refuses to let a file grow beyond so many kilobytes. */
  function start(target: string, maxKilobytes?: number): ChildProcess {
    const limit = maxKilobytes === undefined ? '' : `ulimit -f ${maxKilobytes}; `;
    const args = [script, path.join(target, 'backup'), path.join(target, 'result.json')];
    return spawn('bash', ['-c', `${limit}exec "$0" "$@"`, process.execPath, ...args], { stdio: 'ignore' });
  }

  async function expectSameInTheEnd(): Promise<void> {
    const [code] = await once(start(folder), 'close');
    expect(code).toBe(0);
    expect(await readFile(path.join(folder, 'result.json'), 'utf8')).toBe(straight);
    expect(await readdir(folder)).toEqual(['result.json']);
  }

  test('killed while it saves: nothing half-written counts, and the weights end the same', async () => {
    await mkdir(path.join(folder, 'backup'));
    for (const killAt of [1, 4]) {
      let saves = 0;
      const child = start(folder);
      const watcher = watch(path.join(folder, 'backup'), (_, name) => {
        if (name?.endsWith('.tmp') && ++saves >= killAt) child.kill('SIGKILL');
      });
      const [, signal] = await once(child, 'close');
      watcher.close();
      expect(signal).toBe('SIGKILL');
    }
    await expectSameInTheEnd();
  }, 180_000);

  test('killed at random moments ends with the same weights', async () => {
    const delays = Array.from({ length: 3 }, () => 500 + Math.random() * 2500);
    for (const delay of delays) {
      const child = start(folder);
      const timer = setTimeout(() => child.kill('SIGKILL'), delay);
      await once(child, 'close');
      clearTimeout(timer);
    }
    await expectSameInTheEnd();
  }, 180_000);

  test('refused more room: ends with an error, leaves nothing half-written, and goes on', async () => {
    const [code] = await once(start(folder, 2), 'close');
    expect(code).toBe(1);
    expect(await readdir(path.join(folder, 'backup'))).toEqual([]);
    await expectSameInTheEnd();
  }, 180_000);
});

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  findBackendFactory,
  getBackend,
  removeBackend,
  scalar,
  setBackend,
  square,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { BackendChooser } from './backend-chooser';
import type { BackendStarter, ReadyBackend, StartRequest } from './backend-starter';

/** A backend of its own in plain JavaScript, so that what is started can compute. */
class TestBackend extends MathBackendCPU {
  disposed = false;
  override dispose(): void {
    this.disposed = true;
  }
}

function ready(instance = new TestBackend()): ReadyBackend {
  return { instance, device: 'test', threads: 2, version: '1' };
}

type Start = (request: StartRequest) => ReadyBackend | Promise<ReadyBackend>;

/** `tfjs-node` and `webgpu` that start as told, with `cpu` behind them. */
function chooserOf(node: Start, webgpu: Start = () => ready()): BackendChooser {
  const starter = (name: BackendStarter['name'], registryName: string, start: Start) => ({
    name,
    registryName,
    start,
  });
  return new BackendChooser([
    starter('tfjs-node', 'test-node', node),
    starter('webgpu', 'test-webgpu', webgpu),
    starter('cpu', 'cpu', ({ running }) => ({ ...ready(), instance: running ?? new MathBackendCPU() })),
  ]);
}

const fail = (message: string) => () => {
  throw new TypeError(message);
};
const never = () => new Promise<never>(() => undefined);

afterEach(() => {
  for (const name of ['test-node', 'test-webgpu']) if (findBackendFactory(name) !== null) removeBackend(name);
});

describe('BackendChooser', () => {
  it('starts the first backend that can, and says why the others do not run', async () => {
    const info = await chooserOf(fail('no library\nand much more')).init({});
    const passedOver = [{ name: 'tfjs-node', reason: 'no library' }];
    expect(info).toEqual({ name: 'webgpu', device: 'test', threads: 2, version: '1', passedOver });
    expect(getBackend()).toBe('test-webgpu');
  });

  it('gives a backend its time and no more', async () => {
    const { name, passedOver } = await chooserOf(never).init({ timeoutMs: 20 });
    const reason = 'it did not start within 20 ms (timeoutMs).';
    expect({ name, passedOver }).toEqual({ name: 'webgpu', passedOver: [{ name: 'tfjs-node', reason }] });
  });

  it('throws a backend away that comes too late', async () => {
    const instance = new TestBackend();
    let finish: (backend: ReadyBackend) => void = () => undefined;
    const slow = new Promise<ReadyBackend>((resolve) => {
      finish = resolve;
    });
    await chooserOf(() => slow).init({ timeoutMs: 1 });
    finish(ready(instance));
    await slow;
    await Promise.resolve();
    expect(instance.disposed).toBe(true);
    expect(getBackend()).toBe('test-webgpu');
  });

  it('starts each backend once, however often and at once it is asked', async () => {
    let starts = 0;
    const chooser = chooserOf(async () => {
      starts++;
      return ready();
    });
    const infos = await Promise.all([
      chooser.init({}),
      chooser.init({}),
      chooser.init({ backend: 'tfjs-node' }),
    ]);
    await chooser.init({ backend: 'cpu' });
    infos.push(await chooser.init({ backend: 'tfjs-node' }));
    expect(starts).toBe(1);
    expect(new Set(infos.map(({ name }) => name))).toEqual(new Set(['tfjs-node']));
  });

  it('keeps the tensors of a backend that someone else has started', async () => {
    const chooser = chooserOf(fail('no'), fail('no'));
    await chooser.init({ backend: 'cpu' });
    const x = scalar(3);
    await chooserOf(fail('no'), fail('no')).init({});
    const y = square(x);
    expect([...y.dataSync()]).toEqual([9]);
    x.dispose();
    y.dispose();
  });

  it('returns to the chosen backend after tf.setBackend', async () => {
    const chooser = chooserOf(() => ready());
    await chooser.init({});
    await setBackend('cpu');
    await chooser.init({});
    expect(getBackend()).toBe('test-node');
  });
});

describe('BackendChooser with a named backend', () => {
  it('takes no other', async () => {
    const chooser = chooserOf(fail('no library'));
    await expect(chooser.init({ backend: 'tfjs-node' })).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      backend: 'tfjs-node',
      message: 'The backend tfjs-node cannot start: no library',
      cause: { message: 'no library' },
    });
    await expect(chooser.init({ backend: 'webgl' })).rejects.toMatchObject({ backend: 'webgl' });
    expect((await chooser.init({})).name).toBe('webgpu');
  });

  it('says so to the starter', async () => {
    const asked: boolean[] = [];
    const start = ({ byName }: StartRequest) => {
      asked.push(byName);
      throw new TypeError('no');
    };
    const chooser = chooserOf(start);
    await expect(chooser.init({ backend: 'tfjs-node' })).rejects.toThrow();
    await chooser.init({});
    expect(asked).toEqual([true, false]);
  });

  it('prefers the option to what is preferred', async () => {
    const chooser = chooserOf(() => ready());
    expect((await chooser.init({ backend: 'webgpu' }, 'cpu')).name).toBe('webgpu');
    expect((await chooser.init({}, 'cpu')).name).toBe('webgpu');
    expect((await chooserOf(() => ready()).init({}, 'cpu')).name).toBe('cpu');
  });
});

describe('BackendChooser options', () => {
  it.each([
    [{ backend: 'cuda' }, 'backend'],
    [{ threads: 0 }, 'threads'],
    [{ threads: 1.5 }, 'threads'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    [{ signal: 'stop' }, 'signal'],
    [{ thread: 1 }, 'thread'],
    [null, 'options'],
  ])('refuses %j', async (options, argument) => {
    await expect(chooserOf(() => ready()).init(options as object)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument,
    });
  });

  it('refuses other threads than those that run', async () => {
    const chooser = chooserOf(() => ready());
    await chooser.init({ threads: 12 });
    await chooser.init({ threads: 12 });
    await chooser.init({ threads: 2 });
    await expect(chooser.init({ threads: 3 })).rejects.toMatchObject({ argument: 'threads', received: 3 });
  });

  it('stops when it is told to', async () => {
    const chooser = chooserOf(never);
    const controller = new AbortController();
    const call = chooser.init({ signal: controller.signal });
    controller.abort('enough');
    await expect(call).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    await expect(chooser.init({ signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('BackendChooser.describe', () => {
  it('tells how every backend stands', async () => {
    const { backends, table } = await chooserOf(fail('no library')).describe({});
    expect(backends).toEqual([
      { name: 'tfjs-node', status: 'passed over', detail: 'no library' },
      { name: 'webgpu', status: 'running', detail: 'test, 2 threads, TensorFlow.js 1' },
      { name: 'cpu', status: 'not tried', detail: '' },
    ]);
    expect(table.split('\n')).toEqual([
      'backend    status       detail',
      'tfjs-node  passed over  no library',
      'webgpu     running      test, 2 threads, TensorFlow.js 1',
      'cpu        not tried',
    ]);
  });
});

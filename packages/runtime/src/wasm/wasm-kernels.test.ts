import { single, threaded } from 'imgclf:kernels-binary';
import { getBackend, memory, tensor1d } from '@tensorflow/tfjs-core';
import { describe, expect, it, test } from 'vitest';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { withBuffers } from './test-support/buffers';
import { expectClose, randomFloats } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';

const { kernels, alone } = await startKernels({ threads: 2 });

const double = (pointer: number, length: number) =>
  ({ kernel: 'add', a: pointer, b: pointer, output: pointer, length }) as const;

test('works on the memory of TensorFlow.js', () => {
  expect(getBackend()).toBe('wasm');
  expect([kernels.threads, alone.threads]).toEqual([2, 1]);
  const x = tensor1d([1, 2, 3]);
  kernels.run(double(kernels.pointerOf(x), 3));
  expect([...x.dataSync()]).toEqual([2, 4, 6]);
  x.dispose();
});

describe('programs', () => {
  it('replay their calls in order', () => {
    withBuffers(kernels, (buffers) => {
      const x = buffers.of([1, 10]);
      const program = kernels.compile([double(x, 2), double(x, 1)]);
      program.run();
      program.run();
      expect([...buffers.read(x, 2)]).toEqual([16, 40]);
      program.dispose();
    });
  });

  it('rebind an address, also where a call uses another place in its buffer', () => {
    const geometry = {
      batch: 1,
      inputHeight: 4,
      inputWidth: 4,
      inputChannels: 1,
      filterHeight: 1,
      filterWidth: 1,
      outputHeight: 2,
      outputWidth: 2,
      outputChannels: 1,
      strideHeight: 2,
      strideWidth: 2,
      dilationHeight: 1,
      dilationWidth: 1,
      padTop: 0,
      padLeft: 0,
    };
    withBuffers(kernels, (buffers) => {
      const [first, second] = [buffers.empty(16), buffers.empty(16)];
      const dy = buffers.of([1, 2, 3, 4]);
      const filter = buffers.of([10]);
      const call = { kernel: 'conv2dBackpropInput', dy, filter, dx: first, geometry } as const;
      const program = kernels.compile([call]);
      program.rebind(first, second);
      program.run();
      expect([...buffers.read(first, 16)]).toEqual(new Array(16).fill(Number.NaN));
      expect([...buffers.read(second, 16)]).toEqual([10, 0, 20, 0, 0, 0, 0, 0, 30, 0, 40, 0, 0, 0, 0, 0]);
      expect(() => program.rebind(first, second)).toThrow(InvalidArgumentError);
      program.dispose();
    });
  });

  it('give the same bits however often they run', () => {
    const geometry = {
      batch: 4,
      inputHeight: 40,
      inputWidth: 40,
      inputChannels: 3,
      filterHeight: 3,
      filterWidth: 3,
      outputHeight: 38,
      outputWidth: 38,
      outputChannels: 16,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: 1,
      dilationWidth: 1,
      padTop: 0,
      padLeft: 0,
    };
    withBuffers(kernels, (buffers) => {
      const x = buffers.of(randomFloats(4 * 40 * 40 * 3, 1));
      const dy = buffers.of(randomFloats(4 * 38 * 38 * 16, 2));
      const dFilter = buffers.empty(432);
      const sums = buffers.empty(16);
      const rows = 4 * 38 * 38;
      const program = kernels.compile([
        { kernel: 'conv2dBackpropFilter', x, dy, dFilter, geometry },
        { kernel: 'columnSums', x: dy, output: sums, rows, columns: 16 },
      ]);
      program.run();
      const first = [buffers.read(dFilter, 432), buffers.read(sums, 16)];
      for (let i = 0; i < 50; i++) {
        program.run();
        expect([buffers.read(dFilter, 432), buffers.read(sums, 16)]).toEqual(first);
      }
      program.dispose();
    });
  });

  it('outlive the growth of the memory', () => {
    withBuffers(kernels, (buffers) => {
      const x = buffers.of([1]);
      const program = kernels.compile([double(x, 1)]);
      const large = buffers.empty(24 * 1024 * 1024);
      program.run();
      expectClose(buffers.read(x, 1), [2]);
      kernels.run(double(large, 1024));
      program.dispose();
    });
  });
});

describe('errors', () => {
  const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });

  it.each([
    ['misaligned', 6],
    ['null', 0],
    ['negative', -64],
    ['fractional', 64.5],
    ['not a number', Number.NaN],
    ['behind the end', 2 ** 32],
  ])('refuse an address that is %s', (_, pointer) => {
    expect(() => kernels.run(double(pointer, 1))).toThrow(invalid('a'));
    expect(() => kernels.floats(pointer, 1)).toThrow(invalid('pointer'));
  });

  it('refuse a buffer that ends behind the memory', () => {
    withBuffers(kernels, (buffers) => {
      const x = buffers.of([1]);
      expect(() => kernels.run(double(x, 2 ** 30))).toThrow(invalid('a'));
    });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('refuse %s for a size', (length) => {
    withBuffers(kernels, (buffers) => {
      expect(() => kernels.run(double(buffers.of([1]), length))).toThrow(invalid('length'));
      expect(() => kernels.allocate(length)).toThrow(invalid('byteLength'));
    });
  });

  it('refuse to free what is not allocated, or twice', () => {
    const pointer = kernels.allocate(4);
    kernels.free(pointer);
    expect(() => kernels.free(pointer)).toThrow(invalid('pointer'));
  });

  it('refuse channels that no multiplier explains', () => {
    const sizes = { batch: 1, inputHeight: 1, inputWidth: 1, filterHeight: 1, filterWidth: 1 };
    const steps = { strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1 };
    const outputs = { outputHeight: 1, outputWidth: 1, padTop: 0, padLeft: 0 };
    const geometry = { ...sizes, ...steps, ...outputs, inputChannels: 2, outputChannels: 3 };
    withBuffers(kernels, (buffers) => {
      const x = buffers.empty(8);
      const call = { kernel: 'depthwiseConv2d', x, filter: x, y: x, geometry } as const;
      expect(() => kernels.run(call)).toThrow(invalid('outputChannels'));
    });
  });

  it('refuse a tensor that is gone', () => {
    const x = tensor1d([1]);
    const { dataId } = x;
    x.dispose();
    expect(() => kernels.pointerOf({ dataId })).toThrow(invalid('tensor'));
  });
});

test('a thousand runs leave memory as it was', () => {
  withBuffers(kernels, (buffers) => {
    const x = buffers.of(randomFloats(1000));
    const { numBytes } = memory();
    const pointers = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      kernels.run(double(x, 1000));
      const probe = kernels.allocate(512);
      pointers.add(probe);
      kernels.free(probe);
    }
    expect(memory().numBytes).toBe(numBytes);
    expect(pointers.size).toBe(1);
  });
});

describe.each(Object.entries({ single, threaded }))('the %s module', (_, text) => {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  it('wants nothing but a memory', async () => {
    const module = await WebAssembly.compile(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('puts no data of its own into the memory, which belongs to TensorFlow.js', () => {
    const data = 11;
    expect(sectionsOf(bytes)).not.toContain(data);
  });
});

/** The numbers of the sections of a WebAssembly module. */
function sectionsOf(bytes: Uint8Array): number[] {
  const sections: number[] = [];
  let at = 8;
  while (at < bytes.length) {
    sections.push(bytes[at] ?? 0);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      at++;
      size |= ((bytes[at] ?? 0) & 0x7f) << shift;
      if ((bytes[at] ?? 0) < 0x80) break;
    }
    at += 1 + size;
  }
  return sections;
}

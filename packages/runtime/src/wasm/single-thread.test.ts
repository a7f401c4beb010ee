import { expect, test } from 'vitest';
import { withBuffers } from './test-support/buffers';
import { geometryOf, namedGeometries } from './test-support/geometries';
import { lengthsOf, naiveConv, naiveConvGradients } from './test-support/naive-conv';
import { expectClose, randomFloats } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';

// The module for memory that is not shared: another binary from the same source.
const { kernels } = await startKernels({ threads: 1 });

test('has one thread', () => {
  expect(kernels.threads).toBe(1);
});

test.each(namedGeometries)('convolves with %s', (_, short) => {
  const geometry = geometryOf(short);
  if (geometry === undefined) throw new TypeError('The filter does not fit.');
  const lengths = lengthsOf(geometry);
  const operands = {
    x: randomFloats(lengths.x, 1),
    filter: randomFloats(lengths.filter, 2),
    dy: randomFloats(lengths.y, 3),
  };
  withBuffers(kernels, (buffers) => {
    const [x, filter, dy] = [buffers.of(operands.x), buffers.of(operands.filter), buffers.of(operands.dy)];
    const y = buffers.empty(lengths.y);
    const dx = buffers.empty(lengths.x);
    const dFilter = buffers.empty(lengths.filter);
    kernels.run(
      { kernel: 'conv2d', x, filter, y, geometry },
      { kernel: 'conv2dBackpropInput', dy, filter, dx, geometry },
      { kernel: 'conv2dBackpropFilter', x, dy, dFilter, geometry },
    );
    expectClose(buffers.read(y, lengths.y), naiveConv(operands.x, operands.filter, geometry));
    const gradients = naiveConvGradients(operands, geometry);
    expectClose(buffers.read(dx, lengths.x), gradients.dx);
    expectClose(buffers.read(dFilter, lengths.filter), gradients.dFilter);
  });
});

test('outlives the growth of the memory', () => {
  withBuffers(kernels, (buffers) => {
    const x = buffers.of([1, 2, 3]);
    const program = kernels.compile([{ kernel: 'add', a: x, b: x, output: x, length: 3 }]);
    buffers.empty(32 * 1024 * 1024);
    program.run();
    expect([...buffers.read(x, 3)]).toEqual([2, 4, 6]);
    program.dispose();
  });
});

import { initBackend } from '@imgclf/runtime/node';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { architectures, buildRandomModel } from '../testing/random-model';
import { buildProgram } from './build-program';
import type { Operation, ValueId } from './operation';
import { operationFields, valuesOf } from './operation-fields';
import { planBuffers, rootOf } from './plan-buffers';
import type { Program } from './program';
import { sizeOf } from './value';

beforeAll(async () => {
  await initBackend();
});

const ignored = { maxPoolGrad: ['x', 'y'] };

test('no value is overwritten while it is still to be read', () => {
  const property = fc.property(architectures, (architecture) => {
    const model = buildRandomModel(architecture);
    const { batch, height, width, channels } = architecture;
    const inputShape = [batch, height, width, channels];
    const program = buildProgram(model, { inputShape, logits: 'softmax' }) as Program;
    simulate(program);
    model.dispose();
  });
  fc.assert(property, { numRuns: 30 });
});

/** Runs a program on memory that only knows whose numbers lie where. */
function simulate(program: Program): void {
  const { offsets, byteLength } = planBuffers(program, ignored);
  const owners = new Int32Array(byteLength / 2).fill(-1);
  const range = (id: ValueId) => {
    const { shape = [], kind } = program.values[id] ?? {};
    const start = (offsets.get(id) ?? 0) / 2;
    return [start, start + sizeOf(shape) * (kind === 'places' ? 1 : 2)] as const;
  };
  const temporary = (id: ValueId) => ['temporary', 'places'].includes(program.values[id]?.kind ?? '');
  const read = (id: ValueId) => {
    const root = rootOf(program, id);
    if (temporary(root)) expect(new Set(owners.subarray(...range(root)))).toEqual(new Set([root]));
  };
  const write = (id: ValueId) => owners.fill(id, ...range(id));
  const run = (operation: Operation) => {
    const { reads, writes } = operationFields[operation.kernel];
    const skipped: readonly string[] = operation.kernel === 'maxPoolGrad' ? ignored.maxPoolGrad : [];
    valuesOf(
      operation,
      reads.filter((field) => !skipped.includes(field)),
    ).forEach(read);
    valuesOf(operation, writes).forEach(write);
  };
  program.forward.forEach(run);
  read(program.output);
  if (program.outputGradient !== undefined) write(program.outputGradient);
  program.backward.forEach(run);
  for (const { gradient } of program.gradients) read(gradient);
}

test('values that do not meet share their room', () => {
  const blocks = Array.from({ length: 6 }, () => ({
    kind: 'residual' as const,
    activation: 'relu' as const,
  }));
  const sizes = { height: 12, width: 12, channels: 4, batch: 4, classes: 2 };
  const model = buildRandomModel({ ...sizes, blocks, head: 'average', hidden: 0 });
  const program = buildProgram(model, { inputShape: [4, 12, 12, 4], logits: 'softmax' }) as Program;
  const all = program.values.filter(({ kind }) => kind === 'temporary');
  const total = all.reduce((sum, { shape }) => sum + sizeOf(shape) * 4, 0);
  expect(planBuffers(program, ignored).byteLength).toBeLessThan(total / 2);
});

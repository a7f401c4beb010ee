import { expect, test } from 'vitest';
import fixture from './__fixtures__/schedules.json' with { type: 'json' };
import { cosineDecay } from './cosine-decay';
import { cosineDecayRestarts } from './cosine-decay-restarts';
import { exponentialDecay } from './exponential-decay';
import { inverseTimeDecay } from './inverse-time-decay';
import type { LearningRateSchedule } from './learning-rate-schedule';
import { piecewiseConstantDecay } from './piecewise-constant-decay';
import { polynomialDecay } from './polynomial-decay';

const factories: Record<string, (options: never) => LearningRateSchedule> = {
  exponentialDecay,
  inverseTimeDecay,
  piecewiseConstantDecay,
  polynomialDecay,
  cosineDecay,
  cosineDecayRestarts,
};

test.each(Object.entries(fixture.cases))("%s gives Keras's rates", (name, { options, values }) => {
  const schedule = factories[name.split(',')[0] ?? '']?.(options as never);
  for (const [index, step] of fixture.steps.entries()) {
    expect(schedule?.at(step), `step ${step}`).toBeCloseTo(values[index] ?? Number.NaN, 7);
  }
});

test('a piecewise schedule wants one value more than boundaries', () => {
  expect(() => piecewiseConstantDecay({ boundaries: [1], values: [0.1] })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'values' }),
  );
});

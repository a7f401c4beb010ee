import { expect, test } from 'vitest';
import type { Callback, TrainingContext } from '../callbacks/callback';
import { liveCurves } from './live-curves';
import { plotTrainingCurves } from './plots/training-curves';

const context = { steps: 4 } as TrainingContext;

/** Plays an epoch of four steps to the callback. */
function playEpoch(callback: Callback, epoch: number): void {
  callback.onEpochBegin?.(epoch, {}, context);
  for (let batch = 0; batch < 4; batch++)
    callback.onTrainBatchEnd?.(batch, { loss: 1 / (epoch + 1) + 1 / (batch + 1) }, context);
  callback.onEpochEnd?.(epoch, { loss: 1 / (epoch + 1), val_loss: 2 / (epoch + 1) }, context);
}

test('draws the curves so far after every epoch', () => {
  const drawn: string[] = [];
  const callback = liveCurves({ draw: (svg) => drawn.push(svg), everySeconds: Number.POSITIVE_INFINITY });
  callback.onTrainBegin?.({}, context);
  for (const epoch of [0, 1]) playEpoch(callback, epoch);
  expect(drawn).toEqual([
    plotTrainingCurves({ epoch: [0], history: { loss: [1], val_loss: [2] } }),
    plotTrainingCurves({ epoch: [0, 1], history: { loss: [1, 0.5], val_loss: [2, 1] } }),
  ]);
});

test('draws the results so far within an epoch, between the epochs', () => {
  const drawn: string[] = [];
  const callback = liveCurves({ draw: (svg) => drawn.push(svg), everySeconds: 0 });
  callback.onTrainBegin?.({}, context);
  for (const epoch of [0, 1]) playEpoch(callback, epoch);
  expect(drawn).toHaveLength(10);
  expect(drawn[6]).toBe(plotTrainingCurves({ epoch: [0, 0.5], history: { loss: [1, 1], val_loss: [2] } }));
});

test('goes on after an interruption, and starts over with a new run', () => {
  const drawn: string[] = [];
  const make = () => liveCurves({ draw: (svg) => drawn.push(svg), everySeconds: Number.POSITIVE_INFINITY });
  const [first, second] = [make(), make()];
  for (const callback of [first, second]) callback.onTrainBegin?.({}, context);
  playEpoch(first, 0);
  const state = JSON.parse(JSON.stringify(first.saveState?.()));
  second.loadState?.(state);
  playEpoch(first, 1);
  playEpoch(second, 1);
  expect(drawn[2]).toBe(drawn[1]);
  first.onTrainBegin?.({}, context);
  playEpoch(first, 0);
  expect(drawn[3]).toBe(drawn[0]);
});

test('a metric that is not there is a typed error', () => {
  const callback = liveCurves({ draw: () => undefined, metrics: ['accuracy'] });
  callback.onTrainBegin?.({}, context);
  expect(() => playEpoch(callback, 0)).toThrow(expect.objectContaining({ argument: 'metrics' }));
});

import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import type { TrainingContext } from '../../callbacks/callback';
import { progressBar } from './progress-bar';

/** A terminal that remembers what was written to it. */
function fakeStream(isTTY: boolean): { stream: WriteStream; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 120 });
  return { stream: stream as unknown as WriteStream, text: () => chunks.join('') };
}

const context = { epochs: 2, steps: 3 } as TrainingContext;

async function playEpoch(bar: ReturnType<typeof progressBar>, steps: number | undefined): Promise<void> {
  const seen = { ...context, steps } as TrainingContext;
  await bar.onEpochBegin?.(0, {}, seen);
  for (const batch of [0, 1, 2]) await bar.onTrainBatchEnd?.(batch, { accuracy: 0.5, loss: 0.25 }, seen);
  bar.onWarning?.('mind the gap');
  await bar.onEpochEnd?.(0, { accuracy: 0.75, loss: 0.125, val_loss: 0.0005 }, seen);
}

const last = 'accuracy: 0.7500 - loss: 0.1250 - val_loss: 5.0000e-4';

describe('on a terminal', () => {
  test('draws a bar with steps, time and running results', async () => {
    const { stream, text } = fakeStream(true);
    await playEpoch(progressBar({ stream, width: 6 }), 3);
    expect(text()).toContain('Epoch 1/2\n');
    expect(text()).toContain('0/3 ──────');
    expect(text()).toMatch(/3\/3 ━━━━━━ 0s - [\d.]+ms\/step/);
    expect(text()).toContain(last);
    expect(text()).toContain('\rWarning: mind the gap\n');
  });

  test('counts steps where their number is not known', async () => {
    const { stream, text } = fakeStream(true);
    await playEpoch(progressBar({ stream, width: 6 }), undefined);
    expect(text()).toContain('0 steps 0s');
    expect(text()).toContain('3/3 ━━━━━━ 0s');
  });

  test('ends its line when training fails', async () => {
    const { stream, text } = fakeStream(true);
    const bar = progressBar({ stream });
    await bar.onEpochBegin?.(0, {}, context);
    await bar.onTrainError?.(new RangeError('no'));
    expect(text().endsWith('\n')).toBe(true);
  });
});

test('prints plain lines elsewhere', async () => {
  const { stream, text } = fakeStream(false);
  await playEpoch(progressBar({ stream }), 3);
  const lines = text().split('\n');
  expect(lines[0]).toBe('Epoch 1/2');
  expect(lines[1]).toBe('Warning: mind the gap');
  expect(lines[2]).toMatch(/^3\/3 - 0s - [\d.]+ms\/step - accuracy/);
  expect(lines[2]).toContain(last);
});

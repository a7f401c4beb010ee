import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeEvent } from './event-writer';
import type { ProtoWriter } from './proto-writer';
import { histogramSummary, imageSummary, scalarSummary, textSummary } from './summaries';
import { tfRecord } from './tf-record';

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/events.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const png = new TextEncoder().encode('png');
const summaries: [string, ProtoWriter][] = [
  ['scalar', scalarSummary('epoch_loss', 0.123)],
  ['image', imageSummary('w/image', { png, width: 3, height: 2, channels: 1 })],
  ['histogram', histogramSummary('w/histogram', Float32Array.of(1, 31, Number.NaN, 1.5))],
  ['text', textSummary('model', '# Hello')],
];

test.each(summaries)('a %s is written byte for byte as TensorFlow writes it', (name, summary) => {
  const record = tfRecord(encodeEvent(300, [summary], 1234567.5));
  expect(Buffer.from(record).toString('hex')).toBe(fixture[name]);
});

import { nodePlatform as platform } from '@imgclf/runtime/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from '../markup/plain-text';
import { hostileText } from '../testing/hostile-text';
import { elementsNamed, parseXml } from '../testing/parse-xml';
import { evaluationOf, picture } from '../testing/pictures';
import { htmlReport } from './html-report';
import type { ReportOptions } from './report-options';
import { duration } from './summary-section';

/** Everything a report can show, of two classes called `one` and `other`. */
function fullReport(one = 'cat', other = 'dog'): ReportOptions {
  return {
    platform,
    title: `${one} and ${other}`,
    history: { epoch: [0, 1], history: { loss: [0.7, 0.4], val_loss: [0.6, 0.5], accuracy: [0.5, 0.8] } },
    evaluation: evaluationOf(60, [one, other]),
    imageOf: () => picture(28, 28, 1),
    dataset: {
      counts: { train: [100, 80], validation: [10, 9] },
      classNames: [one, other],
      unreadable: [{ file: `${one}/${other}.jpg`, message: `${one} is damaged` }],
    },
    trainingSeconds: 83.4,
    backend: { name: 'wasm', device: one, threads: 2 },
    settings: { batchSize: 32, note: other },
    modelSummary: `Model: ${one}`,
    modelFolder: `runs/${other}`,
  };
}

const named = (page: string, name: string) => elementsNamed(page, name);

test('says what matters first: accuracy, baseline, classes, counts, time, backend', async () => {
  const page = await htmlReport(fullReport());
  const tiles = named(page, 'dd').map(({ text }) => text);
  expect(tiles).toEqual([
    '66.7\u00a0%40 of 60 held-out pictures',
    '50.0\u00a0%always answering “cat”',
    '2180 train, 19 validation',
    '1 min 23 s2 epochs',
    'wasmcat, 2 threads',
  ]);
});

test('has every part, under headings and landmarks, with named pictures and tables', async () => {
  const page = await htmlReport(fullReport());
  expect(named(page, 'h2').map(({ text }) => text)).toEqual([
    'Training',
    'Evaluation',
    'Confidence',
    'Predictions',
    'One picture',
    'Worst mistakes',
    'Data',
    'Model and settings',
    'Use it',
  ]);
  const elements = parseXml(page);
  const ids = new Set(elements.map(({ attributes }) => attributes.id));
  for (const { attributes } of elements.filter(({ name }) => name === 'section'))
    expect(ids).toContain(attributes['aria-labelledby']);
  for (const name of ['header', 'main', 'h1']) expect(named(page, name)).toHaveLength(1);
  const pictures = named(page, 'img');
  expect(pictures).toHaveLength(25 + 10 + 1);
  for (const { attributes } of pictures) {
    expect(attributes.alt?.length).toBeGreaterThan(5);
    expect(attributes.src).toMatch(/^data:image\/png;base64,/);
  }
  expect(named(page, 'svg').every(({ attributes }) => attributes.role === 'img')).toBe(true);
  expect(named(page, 'th').every(({ attributes }) => ['col', 'row'].includes(attributes.scope ?? ''))).toBe(
    true,
  );
  expect(named(page, 'caption')).toHaveLength(named(page, 'table').length);
  const items = named(page, 'li');
  for (const { attributes, text } of items)
    expect(text.startsWith(attributes.class === 'right' ? '✓' : '✗')).toBe(true);
  expect(items.slice(25).map(({ attributes }) => attributes.class)).toEqual(Array(10).fill('wrong'));
});

test('needs nothing from outside and runs nothing', async () => {
  const page = await htmlReport(fullReport());
  const elements = parseXml(page);
  expect(
    elements.filter(({ name }) => ['script', 'link', 'iframe', 'object', 'base', 'form'].includes(name)),
  ).toEqual([]);
  for (const { attributes } of elements)
    for (const [name, value] of Object.entries(attributes)) {
      expect(name).not.toMatch(/^on/);
      if (!name.startsWith('xmlns')) expect(value).not.toMatch(/https?:|\/\//);
    }
  expect(
    named(page, 'style')
      .map(({ text }) => text)
      .join(),
  ).not.toMatch(/url\(|@import/);
});

test('has unique ids', async () => {
  const ids = parseXml(await htmlReport(fullReport())).flatMap(({ attributes }) => attributes.id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
});

test('leaves out what it is not given', async () => {
  const page = await htmlReport({ platform });
  expect(named(page, 'h1')[0]?.text).toBe('Training report');
  expect(named(page, 'section')).toEqual([]);
});

test('shows hostile class and file names as the text they are', async () => {
  const plain = parseXml(await htmlReport(fullReport())).map(({ name }) => name);
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (one, other) => {
      const page = await htmlReport({ ...fullReport(one, other), imageOf: () => picture(2, 2, 1) });
      const names = new Set(parseXml(page).map(({ name }) => name));
      expect([...names].filter((name) => !plain.includes(name))).toEqual([]);
      expect(named(page, 'h1')[0]?.text).toBe(plainText(`${one} and ${other}`));
    }),
    { numRuns: 8 },
  );
});

test('says durations as people do', () => {
  expect([0.04, 8.44, 59.4, 83.4, 3599.6, 7510].map(duration)).toEqual([
    '0.0 s',
    '8.4 s',
    '59 s',
    '1 min 23 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});

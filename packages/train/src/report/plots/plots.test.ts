import { InvalidArgumentError } from '@imgclf/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../markup/plain-text';
import { hostileText } from '../testing/hostile-text';
import { elementsNamed, parseXml } from '../testing/parse-xml';
import { colors } from '../theme';
import { plotCalibration } from './calibration';
import { compareRuns } from './compare-runs';
import { plotConfusionMatrix } from './confusion-matrix';
import { plotLabelFrequencies } from './label-frequencies';
import { plotPerClass } from './per-class';
import { plotSoftmax } from './softmax';
import { plotPrecisionRecall, plotRoc } from './threshold-curves';
import { plotTrainingCurves } from './training-curves';

const history = {
  epoch: [0, 1, 2],
  history: {
    loss: [0.9, 0.5, 0.2],
    accuracy: [0.5, 0.7, 0.9],
    val_loss: [0.8, 0.6, 0.7],
    val_accuracy: [0.5, 0.6, 0.6],
  },
};

/** Every plot, with one name of the caller's in each place that takes one. */
const plots: Record<string, (name: string) => string> = {
  'training curves': (name) =>
    plotTrainingCurves({ epoch: [0], history: Object.fromEntries([[name, [1]]]) }, { title: name }),
  'compared runs': (name) => compareRuns(Object.fromEntries([[name, history]]), { title: name }),
  softmax: (name) => plotSoftmax([{ label: name, score: 0.7 }], { truth: name }),
  'label frequencies': (name) => plotLabelFrequencies(Object.fromEntries([[name, [3]]]), [name]),
  'precision and recall per class': (name) =>
    plotPerClass([{ label: name, precision: 0.5, recall: 0.5, f1: 0.5, support: 4 }]),
  'confusion matrix': (name) =>
    plotConfusionMatrix(
      [
        [4, 1],
        [0, 2],
      ],
      [name, 'other'],
      { title: name },
    ),
  'ROC curve': (name) =>
    plotRoc([
      {
        label: name,
        points: [
          [0, 0],
          [1, 1],
        ],
        area: 0.5,
      },
    ]),
  'precision and recall': (name) =>
    plotPrecisionRecall([
      {
        label: name,
        points: [
          [0, 1],
          [1, 0.5],
        ],
        area: 0.8,
      },
    ]),
  calibration: (name) => plotCalibration([{ confidence: 0.5, accuracy: 0.4, count: 3 }], { title: name }),
};

describe.each(Object.entries(plots))('%s', (_, plot) => {
  test('is well-formed whatever things are called, and holds nothing but shapes and text', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const names = new Set(parseXml(plot(name)).map((element) => element.name));
        const allowed = [
          'svg',
          'title',
          'desc',
          'rect',
          'path',
          'text',
          'g',
          'defs',
          'clipPath',
          'polyline',
          'polygon',
        ];
        expect([...names].filter((element) => !allowed.includes(element))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('is the same every time, and is named and described', () => {
    const svg = plot('cat');
    expect(plot('cat')).toBe(svg);
    expect(svg).not.toMatch(/zr\d|ecmeta|NaN/);
    const [root, title, description] = parseXml(svg);
    expect(root?.attributes).toMatchObject({ role: 'img' });
    expect(root?.attributes['aria-labelledby']).toBe(`${title?.attributes.id} ${description?.attributes.id}`);
    expect(title?.text.length).toBeGreaterThan(2);
    expect(description?.text.length).toBeGreaterThan(9);
  });
});

const texts = (svg: string) => elementsNamed(svg, 'text').map(({ text }) => text);
const paths = (svg: string, attributes: Record<string, string>) =>
  elementsNamed(svg, 'path').filter((path) =>
    Object.entries(attributes).every(([name, value]) => path.attributes[name] === value),
  );

test('training curves: a panel for each metric, solid for training, dashed for validation, a dot for each epoch', () => {
  const svg = plotTrainingCurves(history);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['loss', 'accuracy', 'training', 'validation', 'epoch', '3']),
  );
  const lines = elementsNamed(svg, 'path').filter(
    ({ attributes }) => attributes['stroke-linejoin'] === 'bevel',
  );
  expect(lines.map(({ attributes }) => attributes.stroke)).toEqual([
    colors.blue,
    colors.orange,
    colors.blue,
    colors.orange,
  ]);
  expect(lines.map(({ attributes }) => attributes['stroke-dasharray'])).toEqual([
    undefined,
    '7,5',
    undefined,
    '7,5',
  ]);
  expect(lines.every(({ attributes }) => attributes.d?.match(/[ML]/g)?.length === 3)).toBe(true);
});

test('training curves: places rarer validation values at the epochs they belong to, and leaves NaN out', () => {
  const svg = plotTrainingCurves({
    epoch: [0, 1, 2, 3],
    history: { loss: [4, Number.NaN, 2, 1], val_loss: [3, 2] },
  });
  const dots = (color: string) =>
    elementsNamed(svg, 'path').filter(
      ({ attributes }) => attributes.fill === color && attributes.transform?.startsWith('matrix'),
    );
  const x = (path: { attributes: Record<string, string> }) =>
    Number(path.attributes.transform?.split(',')[4]);
  const training = dots(colors.blue).map(x);
  expect(training.slice(0, 3)).toHaveLength(3);
  expect(dots(colors.orange).map(x)).toEqual(expect.arrayContaining([training[2]]));
  expect(svg).not.toContain('NaN');
});

test('training curves and comparisons refuse what is not there', () => {
  expect(() => plotTrainingCurves({ epoch: [], history: {} })).toThrow(InvalidArgumentError);
  expect(() => plotTrainingCurves(history, { metrics: ['f1'] })).toThrow(/metrics .*loss.*received "f1"/);
  expect(() => plotTrainingCurves(history, { width: 5 })).toThrow(/width must be an integer from 120/);
  expect(() => compareRuns({})).toThrow(InvalidArgumentError);
  expect(() => compareRuns({ a: history }, { metrics: ['toString'] })).toThrow(InvalidArgumentError);
});

test('compared runs: one line for each run that has the metric', () => {
  const other = { epoch: [0, 1], history: { loss: [1, 2] } };
  const svg = compareRuns(
    { first: history, second: other, third: history },
    { metrics: ['loss', 'val_accuracy'] },
  );
  const lines = elementsNamed(svg, 'path').filter(
    ({ attributes }) => attributes['stroke-linejoin'] === 'bevel',
  );
  expect(lines).toHaveLength(3 + 2);
  expect(texts(svg)).toEqual(expect.arrayContaining(['first', 'second', 'third', 'loss', 'val_accuracy']));
});

const digits = [...'0123456789'].map((label, i) => ({ label, score: i === 7 ? 0.91 : 0.01 }));

test('softmax: a bar for each class, the predicted one green when right and red when wrong', () => {
  const bars = (svg: string, color: string) => paths(svg, { fill: color }).length;
  const right = plotSoftmax(digits, { truth: '7' });
  expect([bars(right, colors.muted), bars(right, colors.right), bars(right, colors.wrong)]).toEqual([
    9, 1, 0,
  ]);
  expect(texts(right)).toEqual(expect.arrayContaining(['✓ Prediction: 7', '91.0\u00a0%', '0', '9']));
  const wrong = plotSoftmax(digits, { truth: '3' });
  expect([bars(wrong, colors.muted), bars(wrong, colors.right), bars(wrong, colors.wrong)]).toEqual([
    8, 1, 1,
  ]);
  expect(texts(wrong)).toContain('✗ Prediction: 7, truth: 3');
  expect(bars(plotSoftmax(digits), colors.blue)).toBe(1);
});

test('softmax: of many classes the most probable ones', () => {
  const many = Array.from({ length: 133 }, (_, i) => ({ label: `breed ${i}`, score: i / 10_000 }));
  const shown = texts(plotSoftmax(many, { top: 3 })).filter((text) => text.startsWith('breed'));
  expect(shown).toEqual(['breed 132', 'breed 131', 'breed 130']);
  expect(() => plotSoftmax([])).toThrow(InvalidArgumentError);
});

test('label frequencies: a bar and a count for each class and part', () => {
  const svg = plotLabelFrequencies({ train: [1000, 900], test: [12, 13] }, ['cats', 'dogs']);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['1000', '900', '12', '13', 'cats', 'dogs', 'train', 'test']),
  );
  expect(() => plotLabelFrequencies({ train: [1] }, ['cats', 'dogs'])).toThrow(
    /counts must be one list of 2 counts/,
  );
});

test.each([2, 10, 30, 133])(
  'confusion matrix of %i classes: a coloured cell for each count, every class named',
  (n) => {
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 9 : j === 0 ? 1 : 0)),
    );
    const names = matrix.map((_, i) => `class ${i}`);
    const svg = plotConfusionMatrix(matrix, names, { values: 'counts' });
    expect(paths(svg, { fill: colors.blue })).toHaveLength(n);
    expect(paths(svg, { fill: colors.orange })).toHaveLength(n - 1);
    const shown = texts(svg);
    for (const name of names) expect(shown.filter((text) => text === name)).toHaveLength(2);
    expect(shown.filter((text) => text === '9')).toHaveLength(n <= 30 ? n : 0);
  },
);

test('confusion matrix: counts, shares of the row, or both; empty rows and other shapes', () => {
  const matrix = [
    [3, 1],
    [0, 0],
  ];
  expect(texts(plotConfusionMatrix(matrix, ['a', 'b']))).toEqual(
    expect.arrayContaining(['3', '75.0\u00a0%']),
  );
  expect(texts(plotConfusionMatrix(matrix, ['a', 'b'], { values: 'shares' }))).not.toContain('3');
  expect(() => plotConfusionMatrix([[1, 2]], ['a', 'b'])).toThrow(/matrix must be a square matrix/);
  expect(() => plotConfusionMatrix([], [])).toThrow(InvalidArgumentError);
});

test('ROC and precision-recall: a line for each curve with its area', () => {
  const points = Array.from({ length: 5000 }, (_, i) => [i / 4999, Math.sqrt(i / 4999)] as const);
  const svg = plotRoc([
    { label: 'cats', points, area: 0.6667 },
    { label: 'dogs', points, area: 0.71 },
  ]);
  const lines = elementsNamed(svg, 'path').filter(
    ({ attributes }) => attributes['stroke-linejoin'] === 'bevel',
  );
  expect(lines).toHaveLength(3);
  expect(texts(svg)).toEqual(expect.arrayContaining(['cats (0.6667)', 'dogs (0.71)']));
  expect(svg.length).toBeLessThan(40_000);
  expect(() => plotPrecisionRecall([])).toThrow(InvalidArgumentError);
});

test('calibration: a bar for each bin that holds pictures', () => {
  const bins = [0, 4, 6].map((count, i) => ({ confidence: i / 4 + 0.25, accuracy: 0.75, count }));
  const svg = plotCalibration(bins);
  expect(paths(svg, { fill: colors.blue })).toHaveLength(2);
  expect(texts(svg)).toContain('Expected calibration error 10.0\u00a0%');
});

test('keeps the words of a name', () => {
  const name = '<b>&"it\'s"</b>';
  expect(texts(plotSoftmax([{ label: name, score: 1 }]))).toContain(plainText(name));
});

test('leaves the prototype of all objects as it was', () => {
  for (const name of ['__proto__', 'constructor', 'toString'])
    for (const plot of Object.values(plots)) plot(name);
  const found: string[] = [];
  for (const key in {}) found.push(key);
  expect(found).toEqual([]);
  expect(Object.keys(Object)).toEqual([]);
  expect(texts(plotSoftmax([{ label: '__proto__', score: 1 }]))).toContain('__proto__');
});

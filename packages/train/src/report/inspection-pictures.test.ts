import type { ImageInspection } from '@imgclf/data';
import { nodePlatform as platform } from '@imgclf/runtime/node';
import { expect, test } from 'vitest';
import { inspectionPictures } from './inspection-pictures';
import { elementsNamed } from './testing/parse-xml';
import { picture } from './testing/pictures';

const file = (part: string, label: string, name: string) => ({
  file: `${part}/${label}/${name}`,
  part,
  label,
});
const inspection: ImageInspection = {
  parts: ['train', 'validation'],
  images: 5,
  classes: {
    names: ['cats', 'dogs'],
    counts: { train: [2, 1], validation: [1, 1] },
    imbalance: 1.5,
    baseline: { label: 'cats', accuracy: 0.6 },
  },
  width: { min: 1, median: 2, max: 3 },
  height: { min: 1, median: 2, max: 3 },
  bytes: { min: 1, median: 2, max: 3 },
  aspectRatios: [
    { from: 0, to: 1, count: 3 },
    { from: 1, to: null, count: 2 },
  ],
  formats: { png: 5 },
  colorModes: { rgb: 5 },
  unreadable: [],
  exactDuplicates: [
    {
      files: [file('train', 'cats', '1'), file('train', 'cats', '2')],
      acrossClasses: false,
      acrossParts: false,
    },
  ],
  nearDuplicates: [
    {
      files: [file('train', 'cats', '1'), file('train', 'cats', '2'), file('validation', 'dogs', '<4>')],
      acrossClasses: true,
      acrossParts: true,
    },
  ],
  samples: [file('train', 'cats', '1'), file('train', 'cats', '2'), file('train', 'dogs', '3')],
};
const captions = (svg = '') => elementsNamed(svg, 'text').map(({ text }) => text);

test('draws frequencies, shapes, samples, and the harmful duplicates first', async () => {
  const pictures = await inspectionPictures(inspection, { platform, imageOf: () => picture(6, 4) });
  expect(Object.keys(pictures).sort()).toEqual([
    'aspect-ratios',
    'duplicates',
    'label-frequencies',
    'samples',
  ]);
  expect(captions(pictures.samples)).toEqual([
    'Samples of each class',
    'cats · train · 1',
    'cats · train · 2',
    'dogs · train · 3',
  ]);
  expect(captions(pictures.duplicates)).toEqual([
    'The same picture twice',
    'cats · train · 1',
    'dogs · validation · <4>',
    'cats · train · 1',
    'cats · train · 2',
  ]);
  expect(captions(pictures['aspect-ratios'])).toEqual(
    expect.arrayContaining(['0 to 1', '1 and up', '3', '2']),
  );
});

test('shows what there is: no pictures without a reader, no classes without labels', async () => {
  const plots = await inspectionPictures(inspection, { platform });
  expect(Object.keys(plots)).toEqual(['aspect-ratios', 'label-frequencies']);
  const bare = {
    ...inspection,
    classes: { names: [], counts: { all: [] }, imbalance: null, baseline: null },
    samples: [],
    exactDuplicates: [],
    nearDuplicates: [],
  };
  const pictures = await inspectionPictures(bare, { platform, imageOf: () => picture(1, 1) });
  expect(Object.keys(pictures)).toEqual(['aspect-ratios']);
});

test('passes on why a picture cannot be read', async () => {
  const imageOf = () => Promise.reject(new RangeError('gone'));
  await expect(inspectionPictures(inspection, { platform, imageOf })).rejects.toThrow('gone');
});

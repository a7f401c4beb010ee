import { InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform as platform } from '@imgclf/runtime/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../testing/hostile-text';
import { elementsNamed, parseXml } from '../testing/parse-xml';
import { picture, predictedPictures } from '../testing/pictures';
import { colors } from '../theme';
import { worstMistakes } from '../worst-mistakes';
import { imageGrid } from './image-grid';
import { predictionGrid } from './prediction-grid';
import { toEightBit } from './to-eight-bit';

const decode = (href: string) =>
  platform.decodeImage(Buffer.from(href.slice('data:image/png;base64,'.length), 'base64'), {
    colorMode: 'rgba',
  });
const hrefs = (svg: string) => elementsNamed(svg, 'image').map(({ attributes }) => attributes.href ?? '');
const texts = (svg: string, fill: string) =>
  elementsNamed(svg, 'text')
    .filter(({ attributes }) => attributes.fill === fill)
    .map(({ text }) => text);

test('prediction grid: 5 x 5, green with a tick when right, red with a cross when wrong', async () => {
  const svg = await predictionGrid(predictedPictures(30), { platform, classNames: ['cat', 'dog'] });
  expect(hrefs(svg)).toHaveLength(25);
  const [right, wrong] = [texts(svg, colors.right), texts(svg, colors.wrong)];
  expect([right.length, wrong.length]).toEqual([16, 9]);
  expect(right[0]).toBe('✓ i=1 pred=dog gt=dog');
  expect(wrong[0]).toBe('✗ i=0 pred=dog gt=cat');
  const frames = elementsNamed(svg, 'rect').map(({ attributes }) => attributes.stroke);
  expect(frames.filter((stroke) => stroke === colors.wrong)).toHaveLength(9);
  expect(texts(svg, colors.ink)).toEqual(['16 of 25 right']);
});

test('prediction grid: long names take a line for each part, and are cut', async () => {
  const long: [string, string] = ['black-and-tan coonhound', 'Xoloitzcuintli'];
  const svg = await predictionGrid(predictedPictures(2), { platform, classNames: long, scores: true });
  expect(texts(svg, colors.wrong)).toEqual([
    '✗ i=0',
    'pred=Xoloitzcu… 51.0\u00a0%',
    'gt=black-and-tan coon…',
  ]);
});

test('worst mistakes: wrong ones only, the surest first', () => {
  const worst = worstMistakes(predictedPictures(30), { count: 3 });
  expect(worst.map(({ index }) => index)).toEqual([27, 24, 21]);
});

test('pictures come through as they are: small ones enlarged by whole pixels, large ones averaged', async () => {
  const small = picture(28, 14);
  const large = { ...picture(400, 200), data: new Uint8Array(400 * 200 * 3).fill(77) };
  const svg = await imageGrid([{ image: small }, { image: large }], { platform, size: 112 });
  const [first, second] = await Promise.all(hrefs(svg).map(decode));
  expect([first?.width, first?.height]).toEqual([224, 112]);
  for (const [x, y] of [
    [0, 0],
    [27, 13],
    [5, 9],
  ] as const) {
    const at = ((y * 8 + 4) * 224 + x * 8 + 4) * 4;
    expect([...(first?.data.slice(at, at + 3) ?? [])]).toEqual([
      ...small.data.slice((y * 28 + x) * 3, (y * 28 + x) * 3 + 3),
    ]);
  }
  expect([second?.width, second?.height]).toEqual([168, 84]);
  expect(new Set(second?.data.filter((_, i) => i % 4 < 3))).toEqual(new Set([77]));
  const sizes = elementsNamed(svg, 'image').map(({ attributes }) => [attributes.width, attributes.height]);
  expect(sizes).toEqual([
    ['112', '56'],
    ['112', '56'],
  ]);
});

test('floating-point pictures are stretched, alpha is kept', () => {
  const data = Float32Array.of(-1, 0, 1, 3);
  const image = { width: 2, height: 2, channels: 1, data } as const;
  expect([...toEightBit(image).data]).toEqual([0, 64, 128, 255]);
  expect([...toEightBit(image, [-1, 1]).data]).toEqual([0, 128, 255, 255]);
  expect([...toEightBit({ ...image, data: new Float32Array(4).fill(5) }).data]).toEqual([0, 0, 0, 0]);
  const grey = { width: 1, height: 1, channels: 2, data: Uint8Array.of(9, 200) } as const;
  expect(toEightBit(grey)).toMatchObject({ channels: 4, data: Uint8ClampedArray.of(9, 9, 9, 200) });
});

test('is well-formed whatever classes and captions are called', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (one, other) => {
      const grid = await predictionGrid(predictedPictures(2), {
        platform,
        classNames: [one, other],
        title: one,
      });
      const names = [
        ...parseXml(grid),
        ...parseXml(await imageGrid([{ image: picture(4, 4), caption: one }], { platform })),
      ];
      const allowed = ['svg', 'title', 'desc', 'rect', 'text', 'g', 'image'];
      expect(names.filter(({ name }) => !allowed.includes(name))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('refuses what cannot be drawn', async () => {
  await expect(predictionGrid([], { platform })).rejects.toThrow(/examples must be at least one picture/);
  await expect(imageGrid([], { platform })).rejects.toThrow(InvalidArgumentError);
  await expect(imageGrid([{ image: picture(4, 4) }], { platform, columns: 0 })).rejects.toThrow(/columns/);
  // @ts-expect-error a platform is needed
  await expect(imageGrid([{ image: picture(4, 4) }], {})).rejects.toThrow(/platform/);
  const broken = { ...picture(4, 4), width: 5 };
  await expect(imageGrid([{ image: broken }], { platform })).rejects.toThrow(InvalidArgumentError);
});

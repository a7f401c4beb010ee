import { nodePlatform as platform } from '@imgclf/runtime/node';
import { expect, test } from 'vitest';
import { elementsNamed } from '../testing/parse-xml';
import { picture } from '../testing/pictures';
import { augmentationGrid } from './augmentation-grid';

test('shows each picture and what becomes of it, in a row', async () => {
  let made = 0;
  const augment = () => {
    made += 1;
    return { ...picture(8, 8, 1), data: new Float32Array(64).fill(made * 40) };
  };
  const images = [picture(8, 8), picture(8, 8)];
  const svg = await augmentationGrid(images, { platform, augment, copies: 2, size: 64, range: [0, 255] });
  const captions = elementsNamed(svg, 'text').map(({ text }) => text);
  expect(captions.filter((text) => text !== '')).toEqual([
    'before',
    'after',
    'after',
    'before',
    'after',
    'after',
  ]);
  const hrefs = elementsNamed(svg, 'image').map(({ attributes }) => attributes.href ?? '');
  const shades = await Promise.all(
    [1, 2, 4, 5].map(async (i) => {
      const bytes = Buffer.from((hrefs[i] ?? '').split(',')[1] ?? '', 'base64');
      return (await platform.decodeImage(bytes)).data[0];
    }),
  );
  expect(shades).toEqual([40, 80, 120, 160]);
});

test('refuses no pictures, no function and no copies', async () => {
  const augment = (image: ReturnType<typeof picture>) => image;
  await expect(augmentationGrid([], { platform, augment })).rejects.toThrow(/at least one picture/);
  await expect(augmentationGrid([picture(2, 2)], { platform, augment, copies: 0 })).rejects.toThrow(/copies/);
  await expect(augmentationGrid([picture(2, 2)], { platform, augment: 1 as never })).rejects.toThrow(
    /augment/,
  );
});

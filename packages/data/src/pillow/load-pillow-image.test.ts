import { expect, it } from 'vitest';
import pillow from './__fixtures__/pillow.json';
import { loadPillowImage, type PillowLoadOptions } from './load-pillow-image';

it.each(pillow.cases)(
  'makes of $picture exactly what Pillow makes: $options',
  ({ picture, options, values }) => {
    const { shape, values: pixels } = pillow.pictures[picture as 'rgb' | 'rgba'];
    const [height, width, channels] = shape as [number, number, 3 | 4];
    const image = { height, width, channels, data: Uint8Array.from(pixels) };
    const result = loadPillowImage(image, options as PillowLoadOptions);
    expect([result.height, result.width]).toEqual([options.height, options.width]);
    expect([...result.data]).toEqual(values);
  },
);

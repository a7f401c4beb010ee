import { InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import { expect, test } from 'vitest';
import { predictionGrid } from '../report/grids/prediction-grid';
import { plotConfusionMatrix } from '../report/plots/confusion-matrix';
import { predictedPictures } from '../report/testing/pictures';
import { svgToPng } from './svg-to-png';

const decode = (png: Uint8Array) => nodePlatform.decodeImage(png, { colorMode: 'rgb' });

/** How many pixels are not white. */
function inked({ data }: { data: ArrayLike<number> }): number {
  let count = 0;
  for (let i = 0; i < data.length; i += 3)
    if ((data[i] as number) + (data[i + 1] as number) + (data[i + 2] as number) < 600) count++;
  return count;
}

const page = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="200" height="60" fill="#ffffff"/>${content}</svg>`;
const word = (text: string, weight = 400) =>
  page(
    `<text x="10" y="40" font-size="30" font-weight="${weight}" font-family="system-ui, sans-serif">${text}</text>`,
  );

test('draws at the scale asked for, twice the size by default', async () => {
  const sizes = [svgToPng(page('')), svgToPng(page(''), { scale: 0.5 }), svgToPng(page(''), { scale: 3 })];
  const pictures = await Promise.all(sizes.map(decode));
  expect(pictures.map(({ width, height }) => [width, height])).toEqual([
    [400, 120],
    [100, 30],
    [600, 180],
  ]);
  expect(pictures.map(inked)).toEqual([0, 0, 0]);
});

test('sets text in the font that comes with the package, bold where it should be', async () => {
  const [plain, bold, other] = await Promise.all(
    [word('predicted'), word('predicted', 600), word('WWWWWW')].map((svg) => decode(svgToPng(svg))),
  );
  const ink = [plain, bold, other].map((image) => (image === undefined ? 0 : inked(image)));
  expect(ink[0]).toBeGreaterThan(1000);
  expect(ink[1]).toBeGreaterThan((ink[0] ?? 0) * 1.1);
  expect(ink[2]).not.toBe(ink[0]);
});

test.each(['✓', '✗', '…', 'é', 'Ж', 'λ'])('has the sign %s', async (sign) => {
  // A sign that the font lacks is drawn as one and the same box, or not at all.
  const missing = await decode(svgToPng(word('\u{10ffff}')));
  const drawn = await decode(svgToPng(word(sign)));
  expect(inked(drawn)).toBeGreaterThan(40);
  expect(drawn.data).not.toEqual(missing.data);
});

test('draws plots and grids with their colours', async () => {
  const matrix = await decode(
    svgToPng(
      plotConfusionMatrix(
        [
          [9, 0],
          [0, 9],
        ],
        ['cat', 'dog'],
      ),
      { scale: 1 },
    ),
  );
  const blue = [0, 105, 168];
  let hits = 0;
  for (let i = 0; i < matrix.data.length; i += 3)
    if (blue.every((value, c) => matrix.data[i + c] === value)) hits++;
  expect(hits).toBeGreaterThan(10_000);
  const grid = await decode(svgToPng(await predictionGrid(predictedPictures(2), { platform: nodePlatform })));
  expect(inked(grid)).toBeGreaterThan(10_000);
});

test('refuses what is not SVG', () => {
  expect(() => svgToPng('<html></html>')).toThrow(InvalidArgumentError);
  expect(() => svgToPng('')).toThrow(/svg must be an SVG document/);
  expect(() => svgToPng(page(''), { scale: 0 })).toThrow(/scale must be a number from 0.1 to 10/);
});

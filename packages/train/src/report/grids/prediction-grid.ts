import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Prediction } from '../predictions';
import { colors } from '../theme';
import { drawGrid } from './draw-grid';
import { type GridOptions, gridOptionsEntries, integer, requirePictures } from './grid-options';
import { predictionCaption } from './prediction-caption';
import { thumbnail } from './thumbnail';

/** A picture, what the model said of it, and what is true. */
export interface PredictedImage extends Prediction {
  image: PixelImage;
}

/** Options of {@link predictionGrid}. */
export interface PredictionGridOptions extends GridOptions {
  /** Rows at most; further pictures are left out. 1 to 100. @default 5 */
  rows?: number;
  /** Whether captions say how sure the model was. @default false */
  scores?: boolean;
}

const schema = v.object({
  ...gridOptionsEntries,
  rows: v.optional(integer(1, 100), 5),
  scores: v.optional(v.boolean('true or false'), false),
});

/**
 * Pictures with `i=` (index), `pred=` (prediction) and `gt=` (ground truth) below them: green with ✓ where the model is
 * right, red with ✗ where it is wrong.
 *
 * @returns an SVG document that holds the pictures as PNG
 * @throws {InvalidArgumentError} when there is no picture
 * @example
 * const grid = await predictionGrid(examples, { platform: nodePlatform });
 * const worst = await predictionGrid(worstMistakes(examples), { platform: nodePlatform, scores: true });
 */
export async function predictionGrid(
  examples: readonly PredictedImage[],
  options: PredictionGridOptions,
): Promise<string> {
  const { platform, columns, rows, size, scores, range, title } = parseOptions(schema, options);
  requirePictures(examples, 'examples');
  const shown = examples.slice(0, rows * columns);
  const room = Math.floor(size / 6.5);
  const captions = shown.map((example) => predictionCaption(example, { withScore: scores, length: room }));
  const inOneLine = captions.every(({ parts }) => parts.join(' ').length <= room);
  const cells = await Promise.all(
    shown.map(async ({ image }, i) => {
      const { right = false, parts = [] } = captions[i] ?? {};
      return {
        thumbnail: await thumbnail(image, { platform, size, ...(range === undefined ? {} : { range }) }),
        caption: inOneLine ? [parts.join(' ')] : parts,
        color: right ? colors.right : colors.wrong,
      };
    }),
  );
  const right = captions.filter((caption) => caption.right).length;
  return drawGrid(cells, {
    columns,
    size,
    title: title ?? `${right} of ${shown.length} right`,
    description: captions.map(({ parts }) => parts.join(' ')).join('; '),
  });
}

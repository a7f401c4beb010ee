import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { ExamplePrediction } from '../../evaluate/evaluate-classifier';
import { colors } from '../theme';
import { drawGrid } from './draw-grid';
import { type GridOptions, gridOptionsEntries, integer, requirePictures } from './grid-options';
import { predictionCaption } from './prediction-caption';
import { thumbnail } from './thumbnail';

/** A picture, and what the model said of it, as `evaluateClassifier` reports it. */
export interface PredictedImage extends Omit<ExamplePrediction, 'scores'> {
  image: PixelImage;
}

/** Options of {@link predictionGrid}. */
export interface PredictionGridOptions extends GridOptions {
  /** Rows at most; further pictures are left out. 1 to 100. @default 5 */
  rows?: number;
  /** The name of each class, by id. @default '0', '1', ... */
  classNames?: readonly string[];
  /** Whether captions say how sure the model was. @default false */
  scores?: boolean;
}

const schema = v.object({
  ...gridOptionsEntries,
  classNames: v.optional(v.array(v.string()), []),
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
 * const { predictions } = await evaluateClassifier(model, { data: test, classNames });
 * const examples = predictions.slice(0, 25).map((prediction) => ({ ...prediction, image: images[prediction.index] }));
 * const grid = await predictionGrid(examples, { platform: nodePlatform, classNames });
 */
export async function predictionGrid(
  examples: readonly PredictedImage[],
  options: PredictionGridOptions,
): Promise<string> {
  const { platform, columns, rows, size, scores, range, title, classNames } = parseOptions(schema, options);
  requirePictures(examples, 'examples');
  const shown = examples.slice(0, rows * columns);
  const room = Math.floor(size / 6.5);
  const captions = shown.map((example) =>
    predictionCaption(example, { classNames, withScore: scores, length: room }),
  );
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

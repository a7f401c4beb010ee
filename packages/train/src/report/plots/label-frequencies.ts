import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { plainText } from '../markup/plain-text';
import { seriesColors } from '../theme';
import { horizontalBars } from './horizontal-bars';
import { type PlotOptions, plotOptionsEntries } from './plot-options';

const schema = v.object(plotOptionsEntries);

/**
 * How many pictures there are of each class, in each part of the data.
 *
 * @param counts for each part of the data (`train`, `validation`, ...) one count for each class
 * @param classNames the classes, in the order of the counts
 * @returns an SVG document
 * @throws {InvalidArgumentError} when there is no part, or one has not one count for each class
 * @example
 * plotLabelFrequencies({ train: [1000, 1000], validation: [500, 500] }, ['cats', 'dogs']);
 */
export function plotLabelFrequencies(
  counts: Readonly<Record<string, ArrayLike<number>>>,
  classNames: readonly string[],
  options: PlotOptions = {},
): string {
  const { title = 'Pictures per class', width, height } = parseOptions(schema, options);
  const parts = Object.entries(counts);
  const wrong = parts.find(([, part]) => part.length !== classNames.length);
  if (parts.length === 0 || wrong !== undefined || classNames.length === 0) {
    throw new InvalidArgumentError({
      argument: 'counts',
      allowed: `one list of ${classNames.length} counts for each part of the data, at least one`,
      received: counts,
    });
  }
  const sums = parts.map(
    ([name, part]) => `${plainText(name)}: ${Array.from(part).reduce((a, b) => a + b, 0)}`,
  );
  return horizontalBars({
    categories: classNames,
    series: parts.map(([name, part], i) => ({
      name,
      color: seriesColors[i % seriesColors.length] as string,
      values: Array.from(part),
    })),
    title,
    subtitle: sums.join(', '),
    description: `${classNames.length} classes. ${sums.join(', ')}.`,
    width,
    height,
    format: String,
  });
}

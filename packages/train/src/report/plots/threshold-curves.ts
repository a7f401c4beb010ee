import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { ThresholdCurve } from '../../metrics/threshold-sweep';
import { shortText } from '../markup/plain-text';
import { seriesColors } from '../theme';
import { figure } from './curve-panels';
import { type PlotOptions, plotOptionsEntries } from './plot-options';
import { unitSquare } from './unit-square';

/** One curve of {@link plotRoc} or {@link plotPrecisionRecall}. */
export interface NamedCurve extends ThresholdCurve {
  /** What it is of: a class, or an average over classes. */
  label: string;
}

const schema = v.object(plotOptionsEntries);

/**
 * The receiver operating characteristic: the share of pictures of a class that are found over the share of others
 * taken for it, as the threshold falls. The dashed diagonal is guessing.
 *
 * @param curves what `rocCurve` returned, with a name each
 * @returns an SVG document
 * @throws {InvalidArgumentError} when there is no curve
 */
export function plotRoc(curves: readonly NamedCurve[], options: PlotOptions = {}): string {
  const { title = 'ROC curve', width, height } = parseOptions(schema, options);
  return unitSquare({
    ...drawn(curves),
    title,
    subtitle: 'The nearer to the top left corner, the better',
    width,
    height,
    xName: 'false positive rate',
    yName: 'true positive rate',
    reference: [
      [0, 0],
      [1, 1],
    ],
  });
}

/**
 * Precision over recall, as the threshold falls.
 *
 * @param curves what `precisionRecallCurve` returned, with a name each
 * @returns an SVG document
 * @throws {InvalidArgumentError} when there is no curve
 */
export function plotPrecisionRecall(curves: readonly NamedCurve[], options: PlotOptions = {}): string {
  const { title = 'Precision and recall', width, height } = parseOptions(schema, options);
  return unitSquare({
    ...drawn(curves),
    title,
    subtitle: 'The nearer to the top right corner, the better',
    width,
    height,
    xName: 'recall',
    yName: 'precision',
  });
}

function drawn(curves: readonly NamedCurve[]) {
  if (curves.length === 0) {
    throw new InvalidArgumentError({ argument: 'curves', allowed: 'at least one curve', received: curves });
  }
  const lines = curves.map(({ label, points, area }, i) => ({
    name: `${shortText(label, 22)} (${figure(area)})`,
    color: seriesColors[i % seriesColors.length] as string,
    dashed: i >= seriesColors.length,
    points,
  }));
  return { curves: lines, description: `Area under the curve: ${lines.map(({ name }) => name).join(', ')}.` };
}

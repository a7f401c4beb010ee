import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { History } from '../../history/history';
import { seriesColors } from '../theme';
import { chartText } from './chart-text';
import { type Curve, curvePanels, figure } from './curve-panels';
import { epochsOf, metricsOf, valuesOf } from './history-curves';
import { type PlotOptions, plotOptionsEntries } from './plot-options';

/** Options of {@link compareRuns}. */
export interface CompareRunsOptions extends PlotOptions {
  /**
   * The keys to compare, one panel each.
   * @default the validation keys of the runs, or the training keys where no run has any
   */
  metrics?: readonly string[];
}

const schema = v.object({ ...plotOptionsEntries, metrics: v.optional(v.array(v.string())) });

/**
 * Several training runs in one picture: one panel for each metric, one line for each run that recorded it.
 *
 * @param runs the runs' histories by the name to show
 * @returns an SVG document
 * @throws {InvalidArgumentError} when there is no run, or a metric is in none of them
 * @example
 * compareRuns({ 'CNN': cnnHistory, 'CNN, augmented': augmentedHistory, 'MobileNetV2': mobileHistory });
 */
export function compareRuns(
  runs: Readonly<Record<string, History>>,
  options: CompareRunsOptions = {},
): string {
  const { title = '', width, height, ...rest } = parseOptions(schema, options);
  const named = Object.entries(runs);
  const metrics = rest.metrics ?? commonMetrics(Object.values(runs));
  if (metrics.length === 0) {
    throw new InvalidArgumentError({
      argument: 'runs',
      allowed: 'at least one history with at least one metric',
      received: Object.keys(runs),
    });
  }
  const panels = metrics.map((metric) => ({ name: chartText(metric, 40), curves: curvesOf(named, metric) }));
  return curvePanels({ panels, title, width, height, xName: 'epoch', describe });
}

function commonMetrics(histories: readonly History[]): string[] {
  const training = [...new Set(histories.flatMap(metricsOf))];
  const validation = training
    .map((key) => `val_${key}`)
    .filter((key) => histories.some((history) => valuesOf(history, key) !== undefined));
  return validation.length > 0 ? validation : training;
}

function curvesOf(runs: readonly (readonly [string, History])[], metric: string): Curve[] {
  const curves = runs.flatMap(([name, history], i) => {
    if (valuesOf(history, metric) === undefined) return [];
    const color = seriesColors[i % seriesColors.length] as string;
    const dashed = i >= seriesColors.length;
    return [{ name: chartText(name, 40), color, dashed, points: epochsOf(history, metric) }];
  });
  if (curves.length > 0) return curves;
  throw new InvalidArgumentError({
    argument: 'metrics',
    allowed: 'made of keys of the runs',
    received: metric,
  });
}

function describe(name: string, curves: readonly Curve[]): string {
  const ends = curves.map((curve) => `${curve.name} ends at ${figure(curve.points.at(-1)?.[1])}`);
  return `${name}: ${ends.join(', ')}.`;
}

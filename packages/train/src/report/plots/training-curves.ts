import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { History } from '../../history/history';
import { colors } from '../theme';
import { chartText } from './chart-text';
import { type Curve, curvePanels, figure } from './curve-panels';
import { epochsOf, metricsOf, valuesOf } from './history-curves';
import { type PlotOptions, plotOptionsEntries } from './plot-options';

/** Options of {@link plotTrainingCurves}. */
export interface TrainingCurvesOptions extends PlotOptions {
  /**
   * What to draw, one panel each, by the key of its training values.
   * @default every key of the history that is not a validation key
   */
  metrics?: readonly string[];
}

const schema = v.object({ ...plotOptionsEntries, metrics: v.optional(v.array(v.string())) });

/**
 * The course of a training run: one panel for loss, accuracy and so on, with training values as a solid line and
 * validation values as a dashed one, over the epochs counted from 1.
 *
 * @param history what `fit` returned
 * @returns an SVG document
 * @throws {InvalidArgumentError} when no epoch ran, or a metric is not in the history
 * @example
 * const svg = plotTrainingCurves(await fit(model, { data, validationData, epochs: 20 }));
 */
export function plotTrainingCurves(history: History, options: TrainingCurvesOptions = {}): string {
  const { title = '', metrics = metricsOf(history), width, height } = parseOptions(schema, options);
  if (history.epoch.length === 0) {
    throw new InvalidArgumentError({
      argument: 'history.epoch',
      allowed: 'a list of at least one epoch',
      received: history.epoch,
    });
  }
  const panels = metrics.map((metric) => ({
    name: chartText(metric, 40),
    curves: curvesOf(history, metric),
  }));
  return curvePanels({ panels, title, width, height, xName: 'epoch', describe });
}

function curvesOf(history: History, metric: string): Curve[] {
  const training = { name: 'training', color: colors.blue, points: epochsOf(history, metric) };
  const validation = `val_${metric}`;
  if (valuesOf(history, validation) === undefined) return [training];
  const points = epochsOf(history, validation);
  return [training, { name: 'validation', color: colors.orange, dashed: true, points }];
}

function describe(name: string, curves: readonly Curve[]): string {
  const courses = curves.map((curve) => {
    const first = figure(curve.points[0]?.[1]);
    const last = figure(curve.points.at(-1)?.[1]);
    return `${curve.name} from ${first} to ${last}`;
  });
  return `${name}: ${courses.join(', ')}.`;
}

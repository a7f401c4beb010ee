import type { History } from '../../history/history';
import { type Markup, markup } from '../markup/markup';
import { figure } from '../plots/curve-panels';
import { epochsOf, metricsOf, type Point, valuesOf } from '../plots/history-curves';
import { plotTrainingCurves } from '../plots/training-curves';
import { plotFigure, scrollBox, section, table } from './elements';

/** The curves, one figure for each metric, and the figures behind them. */
export function trainingSection(history: History | undefined): Markup | undefined {
  if (history === undefined || history.epoch.length === 0) return undefined;
  const curves = metricsOf(history).map((metric) =>
    plotFigure(
      plotTrainingCurves(history, { metrics: [metric], width: 440, height: 320 }),
      caption(history, metric),
    ),
  );
  return section(
    'training',
    'Training',
    hasValidation(history) ? markup`<p>${intro}</p>` : undefined,
    markup`<div class="columns">${curves}</div>`,
    figuresByEpoch(history),
  );
}

const intro =
  'Solid: training. Dashed: validation. Where they part, the model learns its training pictures by heart.';

function hasValidation({ history }: History): boolean {
  return Object.keys(history).some((key) => key.startsWith('val_'));
}

/** Where the curves end, and where validation was best. */
function caption(history: History, metric: string): string {
  const last = figure(valuesOf(history, metric)?.at(-1));
  const validation = valuesOf(history, `val_${metric}`);
  if (validation === undefined) return `At the end ${last}.`;
  const end = `At the end ${last}, validation ${figure(validation.at(-1))}`;
  const best = bestOf(epochsOf(history, `val_${metric}`), metric);
  if (best === undefined) return `${end}.`;
  const isLast = best[0] === (history.epoch.at(-1) ?? 0) + 1;
  return isLast
    ? `${end}, the best of all epochs.`
    : `${end}; best validation ${figure(best[1])}, epoch ${best[0]}.`;
}

/** The best point of a metric of which it is known whether more is better. */
function bestOf(points: readonly Point[], metric: string): Point | undefined {
  const sign = /loss|error|crossentropy/.test(metric)
    ? -1
    : /accuracy|auc|precision|recall|f1/.test(metric)
      ? 1
      : 0;
  const numbers = points.filter(([, y]) => Number.isFinite(y));
  return sign === 0 ? undefined : numbers.toSorted((a, b) => sign * (b[1] - a[1]))[0];
}

function figuresByEpoch(history: History): Markup {
  const keys = Object.keys(history.history);
  const columns = keys.map((key) => new Map(epochsOf(history, key)));
  const rows = history.epoch.map((index) => [
    index + 1,
    ...columns.map((column) => ({ fraction: 0, text: figure(column.get(index + 1)) })),
  ]);
  const figures = table({ caption: 'Every figure of every epoch', head: ['epoch', ...keys], rows });
  return markup`<details><summary>Figures by epoch</summary>${scrollBox('Figures by epoch', figures)}</details>\n`;
}

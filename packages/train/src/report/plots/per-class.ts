import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { ClassReport } from '../../metrics/classification-report';
import { plainText } from '../markup/plain-text';
import { colors } from '../theme';
import { horizontalBars } from './horizontal-bars';
import { percent } from './percent';
import { type PlotOptions, plotOptionsEntries } from './plot-options';

const schema = v.object(plotOptionsEntries);

/**
 * Precision and recall of each class, as two bars.
 *
 * @param scores `classificationReport(...).perClass`
 * @returns an SVG document
 * @throws {InvalidArgumentError} when `scores` is empty
 */
export function plotPerClass(scores: readonly ClassReport[], options: PlotOptions = {}): string {
  const { title = 'Precision and recall per class', width, height } = parseOptions(schema, options);
  if (scores.length === 0) {
    throw new InvalidArgumentError({ argument: 'scores', allowed: 'at least one class', received: scores });
  }
  return horizontalBars({
    categories: scores.map(({ label }) => label),
    series: [
      { name: 'precision', color: colors.blue, values: scores.map(({ precision }) => precision) },
      { name: 'recall', color: colors.orange, values: scores.map(({ recall }) => recall) },
    ],
    title,
    subtitle: '',
    description: describe(scores),
    width,
    height,
    format: percent,
    max: 1,
  });
}

function describe(scores: readonly ClassReport[]): string {
  const byRecall = scores.filter(({ support }) => support > 0).sort((a, b) => a.recall - b.recall);
  const [worst] = byRecall;
  const best = byRecall.at(-1);
  if (worst === undefined || best === undefined) return 'No class has pictures.';
  return `Lowest recall: ${plainText(worst.label)} ${percent(worst.recall)}; highest: ${plainText(best.label)} ${percent(best.recall)}.`;
}

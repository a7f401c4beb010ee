import { type Classification, InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { plainText } from '../markup/plain-text';
import { colors } from '../theme';
import { horizontalBars } from './horizontal-bars';
import { percent } from './percent';
import { type PlotOptions, plotOptionsEntries } from './plot-options';

/** Options of {@link plotSoftmax}. */
export interface SoftmaxOptions extends PlotOptions {
  /** The right label. With it the prediction is drawn as right (green, ✓) or wrong (red, ✗). */
  truth?: string;
  /** Of more classes than this, only the most probable are drawn, the first one first. @default 12 */
  top?: number;
}

const topRule = 'an integer of at least 1';
const schema = v.object({
  ...plotOptionsEntries,
  truth: v.optional(v.string()),
  top: v.optional(v.pipe(v.number(topRule), v.integer(topRule), v.minValue(1, topRule)), 12),
});

/**
 * What the model made of one picture: a bar for the probability of each class, in the order given.
 *
 * @param scores every class with its probability, as the last softmax gives them
 * @returns an SVG document
 * @throws {InvalidArgumentError} when `scores` is empty
 * @example
 * plotSoftmax(await classifier.classify('cat.jpg', { top: Infinity }), { truth: 'cat' });
 */
export function plotSoftmax(scores: readonly Classification[], options: SoftmaxOptions = {}): string {
  const { truth, top, title, width, height } = parseOptions(schema, options);
  const ranked = [...scores].sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (best === undefined) {
    throw new InvalidArgumentError({ argument: 'scores', allowed: 'at least one class', received: scores });
  }
  const shown = scores.length > top ? ranked.slice(0, top) : scores;
  const rest = scores.length > top ? `The ${top} most probable of ${scores.length} classes` : '';
  const color = truth === undefined ? colors.blue : best.label === truth ? colors.right : colors.wrong;
  return horizontalBars({
    categories: shown.map(({ label }) => label),
    series: [
      {
        name: 'probability',
        color: colors.blue,
        values: shown.map(({ score }) => score),
        barColors: shown.map((item) =>
          item === best ? color : item.label === truth ? colors.right : colors.muted,
        ),
      },
    ],
    title: title ?? headline(best, truth),
    subtitle: rest,
    description: ranked
      .slice(0, 5)
      .map(({ label, score }) => `${plainText(label)} ${percent(score)}`)
      .join(', '),
    width,
    height,
    format: percent,
    max: 1,
  });
}

function headline(best: Classification, truth: string | undefined): string {
  const prediction = `Prediction: ${plainText(best.label)}`;
  if (truth === undefined) return prediction;
  return best.label === truth ? `✓ ${prediction}` : `✗ ${prediction}, truth: ${plainText(truth)}`;
}

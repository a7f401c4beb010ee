import type { ClassifierEvaluation } from '../../evaluate/evaluate-classifier';
import type { ClassReport } from '../../metrics/classification-report';
import { type Markup, markup } from '../markup/markup';
import { confidencePlots } from '../plots/confidence-plots';
import { plotConfusionMatrix } from '../plots/confusion-matrix';
import { mostConfused } from '../plots/most-confused';
import { percent } from '../plots/percent';
import { plotFigure, scrollBox, section, table } from './elements';

/** Above this many classes the weakest class comes first. */
const many = 20;

/** How the model did on the held-out pictures: class by class, and which it takes for which. */
export function evaluationSection(evaluation: ClassifierEvaluation | undefined): Markup | undefined {
  if (evaluation === undefined) return undefined;
  const matrix = plotFigure(
    plotConfusionMatrix(evaluation.confusionMatrix, evaluation.classNames),
    'How many pictures of each class (row) were taken for which (column).',
    { wide: true },
  );
  const tables = markup`<div>${perClass(evaluation.perClass)}${confusions(evaluation)}</div>`;
  return section('evaluation', 'Evaluation', markup`<div class="beside">${matrix}${tables}</div>`);
}

function perClass(scores: readonly ClassReport[]): Markup {
  const long = scores.length > many;
  const sorted = long ? scores.toSorted((a, b) => a.f1 - b.f1) : scores;
  const rows = sorted.map(({ label, precision, recall, f1, support }) => [
    label,
    ...[precision, recall, f1].map((fraction) => ({ fraction, text: percent(fraction) })),
    support,
  ]);
  const caption = `Class by class${long ? ', the weakest first' : ''}`;
  const head = ['class', 'precision', 'recall', 'F1', 'pictures'];
  return scrollBox(caption, table({ caption, head, rows }));
}

function confusions({ confusionMatrix, classNames }: ClassifierEvaluation): Markup | undefined {
  if (classNames.length < 3) return undefined;
  const pairs = mostConfused(confusionMatrix, classNames, { count: 8 });
  if (pairs.length === 0) return undefined;
  const rows = pairs.map(({ truth, predicted, count, share }) => [
    truth,
    predicted,
    count,
    { fraction: share, text: percent(share) },
  ]);
  const caption = 'Most frequent mistakes';
  return scrollBox(
    caption,
    table({ caption, head: ['is', 'taken for', 'pictures', 'share of class'], rows }),
  );
}

const readings: Record<string, string> = {
  roc: 'How many pictures of a class are found, and how many others with them, as the threshold falls.',
  'precision-recall': 'How many of those taken for a class are of it, the more of them are to be found.',
  calibration: 'Bars on the diagonal: 80 % sure is right 80 % of the time. Bars below it: too sure.',
};

/** What the probabilities are worth. */
export function confidenceSection(evaluation: ClassifierEvaluation | undefined): Markup | undefined {
  const plots = Object.entries(evaluation === undefined ? {} : confidencePlots(evaluation, { width: 380 }));
  if (plots.length === 0) return undefined;
  const figures = plots.map(([name, svg]) => plotFigure(svg, readings[name] ?? ''));
  return section('confidence', 'Confidence', markup`<div class="columns thirds">${figures}</div>`);
}

import type { ClassificationReport, ClassReport } from '../../metrics/classification-report';
import { type Markup, markup } from '../markup/markup';
import { plotConfusionMatrix } from '../plots/confusion-matrix';
import { mostConfused } from '../plots/most-confused';
import { percent } from '../plots/percent';
import type { Evaluation } from '../predictions';
import { plotFigure, scrollBox, section, table } from './elements';

/** Above this many classes the tables scroll, and the weakest class comes first. */
const many = 20;

/** How the model did on the held-out pictures: class by class, and which it takes for which. */
export function evaluationSection(
  evaluation: Evaluation | undefined,
  scores: ClassificationReport | undefined,
): Markup | undefined {
  if (evaluation === undefined || scores === undefined) return undefined;
  const { classNames } = evaluation;
  const matrix = plotFigure(
    plotConfusionMatrix(scores.confusionMatrix, classNames),
    'How many pictures of each class (row) were taken for which (column).',
    { wide: true },
  );
  const tables = markup`<div>${perClass(scores.perClass)}${confusions(scores, classNames)}</div>`;
  return section('evaluation', 'Evaluation', markup`<div class="beside">${matrix}${tables}</div>`);
}

function perClass(scores: readonly ClassReport[]): Markup {
  const long = scores.length > many;
  const sorted = long ? [...scores].sort((a, b) => a.f1 - b.f1) : scores;
  const rows = sorted.map(({ label, precision, recall, f1, support }) => [
    label,
    ...[precision, recall, f1].map((fraction) => ({ fraction, text: percent(fraction) })),
    support,
  ]);
  const caption = `Class by class${long ? ', the weakest first' : ''}`;
  const drawn = table({ caption, head: ['class', 'precision', 'recall', 'F1', 'pictures'], rows });
  return scrollBox(caption, drawn);
}

function confusions(
  { confusionMatrix }: ClassificationReport,
  classNames: readonly string[],
): Markup | undefined {
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

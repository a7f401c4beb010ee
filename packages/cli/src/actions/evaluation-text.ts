import type { ClassificationReport } from '@imgclf/train';

/** The evaluation as lines for a terminal. */
export function evaluationText({ accuracy, baseline, perClass }: ClassificationReport): string {
  const width = Math.max(5, ...perClass.map(({ label }) => label.length));
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(9);
  const rows = perClass.map(
    ({ label, precision, recall, f1, support }) =>
      `${label.padEnd(width)}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${String(support).padStart(7)}`,
  );
  return [
    `${'class'.padEnd(width)}  precision     recall         f1   images`,
    ...rows,
    '',
    `Accuracy: ${accuracy.toFixed(4)} (always guessing ${JSON.stringify(baseline.label)}: ${baseline.accuracy.toFixed(4)})`,
  ].join('\n');
}

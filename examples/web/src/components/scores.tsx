import type { Classification } from '@imgclf/runtime';

/** Probabilities as bars, best first. */
export function Scores({ scores }: { readonly scores: readonly Classification[] }) {
  return (
    <ol class="scores">
      {scores.map(({ label, score }) => (
        <li key={label} data-label={label} data-score={score}>
          <span class="label">{label}</span>
          <span class="bar" style={{ width: `${100 * score}%` }} />
          <span class="value">{(100 * score).toFixed(1)} %</span>
        </li>
      ))}
    </ol>
  );
}

import type { Results } from '../protocol';
import { fileOf } from '../state/pictures';
import { Plot } from './plot';
import { Section } from './section';
import { Thumbnail } from './thumbnail';

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

/** Step 4: how good the model is on pictures that it has not learned from. */
export function ResultsSection({ results }: { readonly results: Results | undefined }) {
  if (results === undefined) {
    return (
      <Section id="results" title="4. Results">
        <p class="hint">
          After training: accuracy, confusion matrix and mistakes on pictures held out from it.
        </p>
      </Section>
    );
  }
  const { accuracy, baseline, heldOut, perClass, confusion, mistakes } = results;
  return (
    <Section id="results" title="4. Results">
      <p class="headline">
        <strong data-testid="accuracy">{percent(accuracy)}</strong> of {heldOut} held-out pictures are right.
        Always answering the most frequent class would be right for {percent(baseline)}.
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Precision</th>
              <th scope="col">Recall</th>
              <th scope="col">Pictures</th>
            </tr>
          </thead>
          <tbody>
            {perClass.map(({ label, precision, recall, support }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{percent(precision)}</td>
                <td>{percent(recall)}</td>
                <td>{support}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Plot svg={confusion} name="Confusion matrix" />
      <h3>Mistakes</h3>
      {mistakes.length === 0 ? <p>None.</p> : <Mistakes mistakes={mistakes} />}
    </Section>
  );
}

function Mistakes({ mistakes }: Pick<Results, 'mistakes'>) {
  return (
    <ul class="mistakes">
      {mistakes.map(({ path, truth, predicted, score }) => {
        const file = fileOf(path);
        return (
          <li key={path}>
            {file !== undefined && <Thumbnail file={file} alt={path} />}
            <span>
              ✗ {predicted} ({percent(score)})
            </span>
            <span class="hint">truth: {truth}</span>
          </li>
        );
      })}
    </ul>
  );
}

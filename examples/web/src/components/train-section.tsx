import { computed } from '@preact/signals';
import { forgetRun } from '../state/kept';
import { attempt } from '../state/notices';
import { missing } from '../state/pictures';
import { curves, progress, resumable, resume, settings, stop, train, weights } from '../state/run';
import { Plot } from './plot';
import { ProgressLine } from './progress-line';
import { Section } from './section';

/** Why training cannot start yet. */
const reason = computed(() => {
  if (missing.value !== undefined) return missing.value;
  if (settings.value.network === 'backbone' && weights.value === undefined)
    return 'Choose the file or the address of the pretrained network’s weights first.';
  return undefined;
});

const names: Readonly<Record<string, string>> = { loss: 'Loss', accuracy: 'Accuracy' };

/** Step 3: training with live curves. */
export function TrainSection() {
  const now = progress.value;
  return (
    <Section id="train" title="3. Training">
      {now === undefined ? <StartButtons /> : <StopButton />}
      {now !== undefined && <ProgressLine progress={now} epochs={settings.value.epochs} />}
      <div class="plots">
        {Object.entries(curves.value).map(([metric, svg]) => (
          <Plot key={metric} svg={svg} name={`${names[metric]} by epoch`} />
        ))}
      </div>
    </Section>
  );
}

function StartButtons() {
  const run = resumable.value;
  return (
    <>
      {run !== undefined && (
        <div class="resume" role="status">
          <p>
            A run on {run.files.length} pictures did not end ({run.classNames.join(', ')}). It can go on where
            it was.
          </p>
          <div class="row">
            <button type="button" class="primary" onClick={() => attempt(resume)}>
              Resume
            </button>
            <button type="button" class="quiet" onClick={() => attempt(forgetRun)}>
              Forget it
            </button>
          </div>
        </div>
      )}
      <button
        type="button"
        class={run === undefined ? 'primary' : ''}
        disabled={reason.value !== undefined}
        aria-describedby="train-reason"
        onClick={() => attempt(train)}
      >
        Train
      </button>
      <p id="train-reason" class="hint">
        {reason.value}
      </p>
    </>
  );
}

function StopButton() {
  return (
    <button type="button" onClick={() => attempt(stop)}>
      Stop
    </button>
  );
}

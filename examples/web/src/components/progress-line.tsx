import type { Progress } from '../state/run';

interface ProgressLineProps {
  readonly progress: Progress;
  readonly epochs: number;
}

const names = {
  loading: 'Reading the pictures',
  preparing: 'Preparing the network',
  weights: 'Reading the weights of the pretrained network',
  features: 'Every picture goes once through the pretrained network',
  finishing: 'Looking at the held-out pictures',
} as const;

/** How far the run is, in words and as a bar. */
export function ProgressLine({ progress, epochs }: ProgressLineProps) {
  const { stage, done, total, epoch, logs } = progress;
  const text = stage === 'training' ? `Epoch ${epoch + 1} of ${epochs}` : names[stage];
  const share =
    stage === 'training' ? (epoch + done / Math.max(1, total)) / epochs : done / Math.max(1, total);
  const { accuracy, loss } = logs;
  return (
    <div class="progress">
      <label>
        <span aria-live="polite">{text}</span>
        <progress max={1} value={share} />
      </label>
      {accuracy !== undefined && (
        <p class="figures">
          loss {loss?.toFixed(3)} · accuracy {(100 * accuracy).toFixed(1)} %
        </p>
      )}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { askGate, gateWeights, openGate, opening } from '../state/gate';
import { attempt } from '../state/notices';
import { GateAnswerText } from './gate-answer-text';
import { GatedPicture } from './gated-picture';
import { Section } from './section';
import { WebcamAnswers } from './webcam-answers';

/** Dog, human or neither, without training. */
export function GateSection() {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [webcam, setWebcam] = useState(false);
  const hint = 'A ready-made answer without training, with the dog breeds of ImageNet.';
  return (
    <Section id="gate" title="Extra: dog, human or neither?" hint={hint}>
      <div class="row">
        <label class="field">
          MobileNetV2’s Keras weights with the top (.h5)
          <input
            type="file"
            accept=".h5,.keras"
            data-testid="gate-weights"
            disabled={opening.value}
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) attempt(() => openGate(file));
            }}
          />
        </label>
        <label class="field">
          Pictures
          <input
            type="file"
            accept="image/*"
            multiple
            data-testid="gate-pictures"
            disabled={gateWeights.value === undefined}
            onChange={({ currentTarget }) => setFiles(Array.from(currentTarget.files ?? []).slice(0, 24))}
          />
        </label>
        <button
          type="button"
          disabled={gateWeights.value === undefined}
          aria-pressed={webcam}
          onClick={() => setWebcam(!webcam)}
        >
          {webcam ? 'Stop the webcam' : 'Use the webcam'}
        </button>
      </div>
      {webcam && <WebcamAnswers ask={askGate} show={(answer) => <GateAnswerText {...answer} />} />}
      <p role="status" class="hint">
        {opening.value && 'Opening the gate …'}
      </p>
      <div class="answers" aria-live="polite">
        {files.map((file) => (
          <GatedPicture key={`${file.name} ${file.lastModified}`} file={file} />
        ))}
      </div>
    </Section>
  );
}

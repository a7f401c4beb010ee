import { useState } from 'preact/hooks';
import type { ReadyModel } from '../protocol';
import { classify } from '../state/model';
import { ClassifiedPicture } from './classified-picture';
import { DropTarget } from './drop-target';
import { Scores } from './scores';
import { Section } from './section';
import { WebcamAnswers } from './webcam-answers';

/** Step 5: what the model says of new pictures and of the webcam. */
export function TrySection({ model }: { readonly model: ReadyModel | undefined }) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [webcam, setWebcam] = useState(false);
  if (model === undefined) {
    return (
      <Section id="try" title="5. Try it">
        <p class="hint">Train a model, or open one below, to classify new pictures here.</p>
      </Section>
    );
  }
  const take = (list: FileList | null | undefined) => setFiles(Array.from(list ?? []).slice(0, 24));
  return (
    <Section id="try" title="5. Try it" hint={`The model knows ${model.classNames.join(', ')}.`}>
      <DropTarget class="small" onDrop={({ files: dropped }) => take(dropped)}>
        <label class="button">
          Choose pictures
          <input
            type="file"
            class="hidden-input"
            accept="image/*"
            multiple
            data-testid="classify"
            onChange={({ currentTarget }) => take(currentTarget.files)}
          />
        </label>
        <button type="button" aria-pressed={webcam} onClick={() => setWebcam(!webcam)}>
          {webcam ? 'Stop the webcam' : 'Use the webcam'}
        </button>
      </DropTarget>
      {webcam && (
        <WebcamAnswers
          ask={classify}
          show={(scores) => (
            <figcaption>
              <Scores scores={scores.slice(0, 5)} />
            </figcaption>
          )}
        />
      )}
      <div class="answers" aria-live="polite">
        {files.map((file) => (
          <ClassifiedPicture key={`${file.name} ${file.lastModified}`} file={file} model={model} />
        ))}
      </div>
    </Section>
  );
}

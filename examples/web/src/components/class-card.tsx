import { imageFilesFromInput } from '@imgclf/data/browser';
import { useState } from 'preact/hooks';
import { attempt } from '../state/notices';
import { addFiles, type PictureClass, removeClass, removePicture, renameClass } from '../state/pictures';
import { Thumbnail } from './thumbnail';
import { WebcamRecorder } from './webcam-recorder';

const shownAtFirst = 12;

/** One class: its name, its pictures, and ways to add more. */
export function ClassCard({ name, pictures }: PictureClass) {
  const [shown, setShown] = useState(shownAtFirst);
  const [recording, setRecording] = useState(false);
  return (
    <article class="class" aria-label={`Class ${name}`}>
      <div class="class-head">
        <input
          class="class-name"
          aria-label={`Name of the class ${name}`}
          value={name}
          onChange={({ currentTarget }) => renameClass(name, currentTarget.value.trim())}
        />
        <span class="badge">{pictures.length.toLocaleString()}</span>
        <button
          type="button"
          class="quiet"
          aria-label={`Remove the class ${name}`}
          onClick={() => removeClass(name)}
        >
          ✕
        </button>
      </div>
      <ul class="thumbs">
        {pictures.slice(0, shown).map(({ path, file }) => (
          <li key={path}>
            <Thumbnail file={file} alt={path} />
            <button
              type="button"
              class="remove"
              aria-label={`Remove ${path}`}
              onClick={() => removePicture(name, path)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        {pictures.length > shown && (
          <button type="button" class="quiet" onClick={() => setShown(shown + 48)}>
            Show more
          </button>
        )}
        <AddPictures name={name} />
        <button type="button" class="quiet" aria-pressed={recording} onClick={() => setRecording(!recording)}>
          Webcam
        </button>
      </div>
      {recording && <WebcamRecorder name={name} />}
    </article>
  );
}

function AddPictures({ name }: { readonly name: string }) {
  return (
    <label class="button quiet">
      Add pictures
      <input
        type="file"
        class="hidden-input"
        multiple
        accept="image/*"
        onChange={({ currentTarget }) => {
          const files = imageFilesFromInput(currentTarget.files ?? [], { filter: () => true });
          attempt(() => addFiles(files, () => name));
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

import type { ExportFormat, ReadyModel } from '../protocol';
import { exportModel, openModel } from '../state/model';
import { attempt } from '../state/notices';
import { Section } from './section';

const formats: readonly { format: ExportFormat; name: string; file: string; text: string }[] = [
  {
    format: 'tfjs',
    name: 'TensorFlow.js (zip)',
    file: 'classifier.zip',
    text: 'for this page and for imgclf in Node: loadClassifier',
  },
  { format: 'h5', name: 'Keras (.h5)', file: 'classifier.h5', text: 'for Python: keras.saving.load_model' },
  { format: 'onnx', name: 'ONNX', file: 'classifier.onnx', text: 'for ONNX Runtime and others' },
];

/** Step 6: keeping the model, and opening one. */
export function SaveSection({ model }: { readonly model: ReadyModel | undefined }) {
  return (
    <Section id="save" title="6. Save and open">
      {model !== undefined && (
        <>
          <p class="hint">
            {model.parameters.toLocaleString()} parameters,{' '}
            {Math.ceil(model.archive.size / 1024).toLocaleString()} kB.
          </p>
          <ul class="formats">
            {formats.map(({ format, name, file, text }) => (
              <li key={format}>
                <button
                  type="button"
                  data-testid={`save-${format}`}
                  onClick={() => attempt(() => download(format, file))}
                >
                  Save as {name}
                </button>
                <span class="hint">{text}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <label class="field">
        Open a saved model: the zip file, or all files of the folder that imgclf wrote in Node
        <input
          type="file"
          multiple
          accept=".zip,.json,.bin"
          data-testid="open"
          onChange={({ currentTarget }) => {
            const files = Array.from(currentTarget.files ?? []);
            if (files.length > 0) attempt(() => openModel(files));
            currentTarget.value = '';
          }}
        />
      </label>
    </Section>
  );
}

async function download(format: ExportFormat, file: string): Promise<void> {
  const url = URL.createObjectURL(await exportModel(format));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

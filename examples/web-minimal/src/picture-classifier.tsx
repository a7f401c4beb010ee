import type { ImageClassifier } from '@imgclf/models';
import { loadClassifier } from '@imgclf/models/browser';
import { useState } from 'react';

/** Opens a saved model and says what pictures show. */
export function PictureClassifier() {
  const [classifier, setClassifier] = useState<ImageClassifier>();
  const [answer, setAnswer] = useState('');
  const attempt = (action: () => Promise<string>) =>
    action().then(setAnswer, (error: Error) => setAnswer(error.message));
  const open = async (file: File) => {
    const loaded = await loadClassifier(file);
    setClassifier(loaded);
    return `It knows ${loaded.classNames.join(', ')}.`;
  };
  const classify = async (file: File) => {
    const [best] = (await classifier?.classify(file, { top: 1 })) ?? [];
    return best === undefined ? '' : `${best.label} (${(100 * best.score).toFixed(1)} %)`;
  };
  const take = (action: (file: File) => Promise<string>) => (event: { target: HTMLInputElement }) => {
    const [file] = event.target.files ?? [];
    if (file !== undefined) attempt(() => action(file));
  };
  return (
    <>
      <h1>What does the picture show?</h1>
      <p>
        <label>
          Model (zip) <input type="file" accept=".zip" onChange={take(open)} />
        </label>
      </p>
      <p>
        <label>
          Picture <input type="file" accept="image/*" disabled={!classifier} onChange={take(classify)} />
        </label>
      </p>
      <output>{answer}</output>
    </>
  );
}

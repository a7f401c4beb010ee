import { useEffect, useState } from 'preact/hooks';
import type { GateAnswer } from '../protocol';
import { askGate } from '../state/gate';
import { Scores } from './scores';
import { Thumbnail } from './thumbnail';

const headlines = { dog: 'A dog', human: 'A human', neither: 'Neither a dog nor a human' } as const;
const titles = { dog: 'Breed', human: 'Resembles', neither: '' } as const;

/** A picture with what the gate says of it, and why. */
export function GatedPicture({ file }: { readonly file: File }) {
  const [answer, setAnswer] = useState<GateAnswer | undefined>(undefined);
  const [fault, setFault] = useState<string | undefined>(undefined);
  useEffect(() => {
    askGate(file).then(setAnswer, (error: unknown) =>
      setFault(error instanceof Error ? error.message : String(error)),
    );
  }, [file]);
  if (fault !== undefined) return <p class="fault">{fault}</p>;
  return (
    <figure class="answer">
      <Thumbnail file={file} alt={file.name} />
      {answer !== undefined && (
        <figcaption data-kind={answer.kind}>
          <strong>{headlines[answer.kind]}</strong>
          {answer.breeds.length > 0 && <p class="hint">{titles[answer.kind]}:</p>}
          <Scores scores={answer.breeds} />
          <p class="hint">{answer.reasons.join(' ')}</p>
        </figcaption>
      )}
    </figure>
  );
}

import { useEffect, useState } from 'preact/hooks';
import type { GateAnswer } from '../protocol';
import { askGate } from '../state/gate';
import { GateAnswerText } from './gate-answer-text';
import { Thumbnail } from './thumbnail';

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
      {answer !== undefined && <GateAnswerText {...answer} />}
    </figure>
  );
}

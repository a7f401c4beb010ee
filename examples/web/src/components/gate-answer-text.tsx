import type { GateAnswer } from '../protocol';
import { Scores } from './scores';

const headlines = { dog: 'A dog', human: 'A human', neither: 'Neither a dog nor a human' } as const;
const titles = { dog: 'Breed', human: 'Resembles', neither: '' } as const;

/** What the gate says of a picture, and why. */
export function GateAnswerText({ kind, breeds, reasons }: GateAnswer) {
  return (
    <figcaption data-kind={kind}>
      <strong>{headlines[kind]}</strong>
      {breeds.length > 0 && <p class="hint">{titles[kind]}:</p>}
      <Scores scores={breeds} />
      <p class="hint">{reasons.join(' ')}</p>
    </figcaption>
  );
}

import type { DogSighting } from '../dogs/dog-sighting';
import type { Face } from '../faces/face';
import type { BreedAnswer } from './breed-answer';
import type { GateKind } from './gate-options';

/** What an answer rests on. */
export interface Evidence {
  kind: BreedAnswer['kind'];
  dog: DogSighting;
  faces: readonly Face[];
  order: readonly [GateKind, GateKind];
}

/** Says in sentences what was found and, where a dog and a human were, why the one counts. */
export function reasonsFor({ kind, dog, faces, order }: Evidence): string[] {
  const percent = `${(dog.probability * 100).toFixed(1)} %`;
  const best = dog.top[0]?.label;
  const reasons = [
    dog.isDog
      ? `The dog detector sees a dog: ${percent} on breeds of dogs, ${best} above all.`
      : `The dog detector sees no dog: ${percent} on breeds of dogs, ${best} above all.`,
    faces.length === 0
      ? 'The face detector finds no human face.'
      : `The face detector finds ${faces.length === 1 ? 'one human face' : `${faces.length} human faces`}.`,
  ];
  if (dog.isDog && faces.length > 0)
    reasons.push(`Both count, and the ${kind} comes first: ${order.join(', ')}.`);
  return reasons;
}

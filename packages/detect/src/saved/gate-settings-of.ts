import { BreedHead } from '../breeds/breed-head';
import type { Gate } from '../gate/gate';
import type { GateSettings } from './gate-settings';

/** What {@link encodeSettings} writes for a gate. */
export function gateSettingsOf({ parts }: Gate): GateSettings {
  const { face, dog, breed, order } = parts;
  return {
    order: [...order] as GateSettings['order'],
    face: { name: face.name, settings: face.settings, files: [...face.files.keys()] } as GateSettings['face'],
    dog: dog.settings,
    breed: { kind: breed instanceof BreedHead ? 'head' : 'imagenet', unknownBelow: breed.unknownBelow },
  };
}

import type { Gate } from '@imgclf/detect';
import { InvalidArgumentError } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { GateAnswer } from '../protocol';
import { pageFile } from './page-file';
import { startBackend } from './start-backend';

let gate: Gate | undefined;

/** Makes the gate ready, with the breeds that ImageNet knows. */
export async function openGate(weights: Blob): Promise<void> {
  await startBackend();
  const [{ createGate }, { loadBlazeFace, loadDogDetector }] = await Promise.all([
    import('@imgclf/detect'),
    import('@imgclf/detect/browser'),
  ]);
  const dog = await loadDogDetector({ weights: new Uint8Array(await weights.arrayBuffer()) });
  const face = await loadBlazeFace({ model: pageFile('models/blazeface.json') });
  await gate?.dispose();
  gate = createGate({ face, dog, platform: browserPlatform });
}

/** Says whether a picture shows a dog, a human or neither. */
export async function askGate(picture: Blob | ImageBitmap): Promise<GateAnswer> {
  if (gate === undefined)
    throw new InvalidArgumentError({ argument: 'gate', allowed: 'open', received: undefined });
  const answer = await gate.classifyBreed(picture, { top: 3 });
  return {
    kind: answer.kind,
    breeds:
      answer.kind === 'neither'
        ? []
        : answer.top.map(({ label, score }) => ({ label: spaced(label), score })),
    reasons: answer.reasons.map(spaced),
  };
}

/** ImageNet's names have underscores. */
const spaced = (text: string) => text.replaceAll('_', ' ');

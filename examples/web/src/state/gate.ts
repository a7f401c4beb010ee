import { signal } from '@preact/signals';
import type { GateAnswer } from '../protocol';
import { ask, handedOver, workerNumber } from './engine';

/** The file of the gate's weights, once it is open. */
export const gateWeights = signal<Blob | undefined>(undefined);
/** Whether it is being opened. */
export const opening = signal(false);
/** The worker that has the gate. */
let holder = 0;

/** Opens the gate with MobileNetV2's weights. */
export async function openGate(weights: Blob): Promise<void> {
  opening.value = true;
  try {
    await ask((api) => api.openGate(weights));
    holder = workerNumber();
    gateWeights.value = weights;
  } finally {
    opening.value = false;
  }
}

/** Says whether a picture shows a dog, a human or neither; opens the gate anew in another worker. */
export async function askGate(picture: Blob | ImageBitmap): Promise<GateAnswer> {
  const weights = gateWeights.value;
  if (weights !== undefined && holder !== workerNumber()) await openGate(weights);
  return ask((api) => api.askGate(handedOver(picture)));
}

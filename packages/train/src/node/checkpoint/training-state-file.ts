import { InvalidFileError } from '@imgclf/runtime';
import type { CallbackState } from '../../callbacks/callback-state';
import type { TrainingState } from '../../fit/training-state';
import { parseNumbers, stringifyNumbers } from './json-numbers';
import { decodeSafetensors, encodeSafetensors } from './safetensors';

const format = 'imgclf-training-1';

/** Packs a training state into one file's bytes: the numbers in binary, the rest as JSON. */
export async function encodeTrainingState(state: TrainingState): Promise<Uint8Array> {
  const { weights, optimizer, callbacks, ...rest } = state;
  const { slots, ...optimizerRest } = optimizer;
  const arrays = new Map<string, Float32Array>();
  addAll(arrays, 'weights', weights);
  addAll(arrays, 'slots', slots);
  for (const [index, callback] of callbacks.entries())
    addAll(arrays, `callback${index}`, callback?.arrays ?? []);
  const values = callbacks.map((callback) => callback?.values ?? null);
  const text = stringifyNumbers({ ...rest, optimizer: optimizerRest, callbacks: values });
  return encodeSafetensors({ arrays, metadata: { format, state: text } });
}

/**
 * Reads what {@link encodeTrainingState} wrote.
 * @throws {InvalidFileError} when the file is damaged or of another format
 */
export async function decodeTrainingState(bytes: Uint8Array, file: string): Promise<TrainingState> {
  const { arrays, metadata } = await decodeSafetensors(bytes, file);
  if (metadata.format !== format) {
    throw new InvalidFileError({
      file,
      message: `${file} is not a training checkpoint of format ${format}.`,
    });
  }
  const { optimizer, callbacks, readers, ...rest } = parseNumbers(metadata.state ?? '') as SavedState;
  return {
    ...rest,
    readers: readers.map((reader) => (reader === null ? undefined : reader)),
    weights: all(arrays, 'weights'),
    optimizer: { ...optimizer, slots: all(arrays, 'slots') },
    callbacks: callbacks.map((values, index) =>
      values === null ? undefined : { values, arrays: all(arrays, `callback${index}`) },
    ),
  };
}

/** The JSON part. `undefined` in a list has become null. */
interface SavedState extends Omit<TrainingState, 'callbacks' | 'optimizer' | 'readers' | 'weights'> {
  optimizer: Omit<TrainingState['optimizer'], 'slots'>;
  callbacks: (CallbackState['values'] | null)[];
  readers: (Exclude<TrainingState['readers'][number], undefined> | null)[];
}

function addAll(arrays: Map<string, Float32Array>, prefix: string, values: readonly Float32Array[]): void {
  for (const [index, value] of values.entries()) arrays.set(`${prefix}.${index}`, value);
}

function all(arrays: ReadonlyMap<string, Float32Array>, prefix: string): Float32Array[] {
  return [...arrays].filter(([name]) => name.startsWith(`${prefix}.`)).map(([, value]) => value);
}

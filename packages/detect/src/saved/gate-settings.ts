import { InvalidFileError } from '@imgclf/runtime';
import * as v from 'valibot';
import { blazeFaceSchema } from '../faces/blaze-face/blaze-face-options';
import { haarCascadeSchema } from '../faces/haar-cascade/haar-cascade-options';
import { orderSchema } from '../gate/gate-options';
import { version } from '../version';

/** The file of a saved gate that names the others. */
export const settingsFile = 'gate.json';

const formatVersion = 1;
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const fileName = v.pipe(v.string(), v.regex(/^\w[\w.-]*$/, 'a file name'));
const faceFiles = { files: v.pipe(v.array(fileName), v.minLength(1), v.maxLength(2)) };
const schema = v.object({
  formatVersion: v.literal(formatVersion),
  order: orderSchema.entries.order,
  face: v.variant('name', [
    v.object({ name: v.literal('blazeface'), settings: blazeFaceSchema, ...faceFiles }),
    v.object({ name: v.literal('haar-cascade'), settings: haarCascadeSchema, ...faceFiles }),
  ]),
  dog: v.object({ rule: v.picklist(['argmax', 'probability']), minProbability: probability }),
  breed: v.object({ kind: v.picklist(['head', 'imagenet']), unknownBelow: probability }),
});

/** What a saved gate is, besides its models. */
export type GateSettings = Omit<v.InferOutput<typeof schema>, 'formatVersion'>;

/** Writes {@link settingsFile}. */
export function encodeSettings(settings: GateSettings): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ formatVersion, version, ...settings }, null, 2)}\n`);
}

/**
 * Reads {@link settingsFile}.
 * @throws {InvalidFileError} when it is damaged or of a later format
 */
export function decodeSettings(bytes: Uint8Array, file: string): GateSettings {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    const message = `${file} holds no gate of this version: ${cause instanceof Error ? cause.message : String(cause)}.`;
    throw new InvalidFileError({ file, message, cause });
  }
}

import * as v from 'valibot';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { parseOptions } from '../validation/parse-options';
import { signalSchema } from '../validation/signal-schema';
import type { DecodeImageOptions, ReadBytesOptions } from './platform';

const countSchema = v.pipe(
  v.number(),
  v.integer('an integer of at least 1'),
  v.minValue(1, 'an integer of at least 1'),
);

const decodeImageSchema = v.strictObject({
  colorMode: v.optional(v.picklist(['grayscale', 'rgb', 'rgba']), 'rgb'),
  applyExifOrientation: v.optional(v.boolean(), false),
  dctMethod: v.optional(v.picklist(['fast', 'accurate']), 'fast'),
  maxPixels: v.optional(countSchema, 100_000_000),
  file: v.optional(v.string(), 'image'),
  signal: v.optional(signalSchema),
});

const readBytesSchema = v.strictObject({
  maxBytes: v.optional(countSchema, 2 ** 30),
  signal: v.optional(signalSchema),
});

/** Checks the arguments of `Platform.decodeImage` and fills in its defaults. @throws {InvalidArgumentError} */
export function parseDecodeImageOptions(bytes: unknown, options: DecodeImageOptions | undefined) {
  if (!(bytes instanceof Uint8Array))
    throw new InvalidArgumentError({ argument: 'bytes', allowed: 'a Uint8Array', received: bytes });
  return parseOptions(decodeImageSchema, options ?? {});
}

/** Checks the options of `Platform.readBytes` and fills in their defaults. @throws {InvalidArgumentError} */
export function parseReadBytesOptions(options: ReadBytesOptions | undefined) {
  return parseOptions(readBytesSchema, options ?? {});
}

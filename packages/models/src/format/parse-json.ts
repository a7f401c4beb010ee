import { InvalidFileError } from '@imgclf/runtime';

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON that came from outside.
 *
 * @param file what to call it in errors
 * @throws {InvalidFileError} when it is not JSON, or has keys that reach into JavaScript's own objects
 */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text, (key, value) => {
      if (forbidden.has(key)) throw new TypeError(`The key ${JSON.stringify(key)} is not allowed.`);
      return value;
    });
  } catch (cause) {
    throw new InvalidFileError({ file, message: `${file} is not valid JSON: ${String(cause)}`, cause });
  }
}

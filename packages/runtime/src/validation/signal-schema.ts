import * as v from 'valibot';

/** An `AbortSignal`, recognised by shape: one from another realm or a polyfill will do. */
export const signalSchema = v.custom<AbortSignal>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    typeof (value as AbortSignal).aborted === 'boolean' &&
    typeof (value as AbortSignal).addEventListener === 'function',
  'an AbortSignal',
);

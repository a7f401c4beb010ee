declare const __VERSION__: string;

/** The version of this package. */
export const version = __VERSION__;

declare const __VERSION__: string | undefined;

/** This package's version; the build puts it in. */
export const version = typeof __VERSION__ === 'undefined' ? 'development' : __VERSION__;

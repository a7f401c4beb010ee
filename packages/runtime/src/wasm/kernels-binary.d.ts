/** The compiled kernels, put in by the build (scripts/kernels-plugin.mjs), as base64. */
declare module 'imgclf:kernels-binary' {
  /** For a memory that is not shared. */
  export const single: string;
  /** For a shared memory. */
  export const threaded: string;
}

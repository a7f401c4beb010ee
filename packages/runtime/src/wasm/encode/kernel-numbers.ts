/** What the kernels are called in `assembly/`, by the `*-kernels.ts` files there. */
export const KERNEL = {
  matMul: 1,
  patchConv: 2,
  filterGrad: 3,
  depthwise: 4,
  depthwiseFilterGrad: 5,
  maxPool: 16,
  maxPoolGrad: 17,
  avgPool: 18,
  avgPoolGrad: 19,
  maxPoolScatter: 20,
  columnSums: 32,
  batchNorm: 33,
  batchNormGrad: 34,
  scaleAndShift: 35,
  softmax: 36,
  copyRows: 37,
  activationGrad: 48,
  multiply: 49,
  add: 50,
  addScaled: 51,
  fill: 52,
  sgd: 56,
  momentum: 57,
  rmsprop: 58,
  adam: 59,
} as const;

/** Bytes of a command's header; `HEADER_BYTES` in `assembly/command.ts`. */
export const COMMAND_HEADER_BYTES = 32;

/** Most phases of a command; `MAX_PHASES` in `assembly/command.ts`. */
export const MOST_PHASES = 5;

/** Most chunks of a phase; `CHUNK_MASK` in `assembly/threads.ts`. */
export const MOST_CHUNKS = 2 ** 20 - 1;

/** Bytes at the start of a thread's scratch memory for descriptors; `BUFFER` in `assembly/local.ts`. */
export const LOCAL_HEADER_BYTES = 512;

/** Columns of a packed panel; `TILE_COLUMNS` in `assembly/tile.ts`. */
export const PANEL_COLUMNS = 8;

/** Bytes of a row of a packed panel; `TILE_ROW_BYTES` in `assembly/tile.ts`. */
export const PANEL_ROW_BYTES = 32;

/** Floats of a sum of slices in a chunk; `CHUNK` in `assembly/sliced.ts`. */
export const SUM_CHUNK = 4096;

/** Elements in a chunk; `ELEMENTS_CHUNK` in `assembly/elementwise.ts`. */
export const ELEMENTS_CHUNK = 16384;

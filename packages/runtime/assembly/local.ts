// The start of each thread's own scratch memory; `LOCAL_HEADER_BYTES` on the TypeScript side is BUFFER.
const TILE: usize = 0;
const SWEEP: usize = 64;
const PANEL: usize = 128;
const BAND: usize = 160;
const SPARE_TILE: usize = 256;
const SPARE_ROW: usize = 384;
const BIAS: usize = 416;
const ZERO_TAP: usize = 448;
const BUFFER: usize = 512;

/** The thread's tile descriptor; see tile.ts. */
export function tileOf(local: usize): usize {
  return local + TILE;
}

/** The thread's sweep descriptor; see sweep.ts. */
export function sweepOf(local: usize): usize {
  return local + SWEEP;
}

/** The thread's panel descriptor; see pack.ts. */
export function panelOf(local: usize): usize {
  return local + PANEL;
}

/** The thread's band descriptor; see band.ts. */
export function bandOf(local: usize): usize {
  return local + BAND;
}

/** Four rows of eight floats, for results of which only some columns are kept. */
export function spareTileOf(local: usize): usize {
  return local + SPARE_TILE;
}

/** Eight floats for a row of results that nobody wants. */
export function spareRowOf(local: usize): usize {
  return local + SPARE_ROW;
}

/** Eight floats for the bias of a panel. */
export function biasOf(local: usize): usize {
  return local + BIAS;
}

/** A table of taps with the one offset 0. */
export function zeroTapOf(local: usize): usize {
  store<u32>(local + ZERO_TAP, 0);
  return local + ZERO_TAP;
}

/** The rest of the thread's scratch memory. */
export function bufferOf(local: usize): usize {
  return local + BUFFER;
}

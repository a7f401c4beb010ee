import { AvgPool, AvgPoolShares, AvgPoolSums } from './avg-pool';
import { Control } from './control';
import { bufferOf } from './local';
import { MaxPool, MaxPoolGrad, MaxPoolScatter } from './max-pool';
import { Cursor, enterInput, enterInputRow, enterOutput, enterOutputRow, Pool } from './pool';

/** Runs one chunk of a pooling. The numbers are those of `KERNEL` on the TypeScript side. */
export function runImageKernel(control: Control, chunk: i32, local: usize): void {
  const at = control.command;
  const cursor = changetype<Cursor>(bufferOf(local));
  cursor.scratch = control.shared;
  switch (load<i32>(at)) {
    case 16:
      eachOutput(changetype<MaxPool>(at), chunk, cursor);
      break;
    case 17:
      eachInput(changetype<MaxPoolGrad>(at), chunk, cursor);
      break;
    case 18:
      eachOutput(changetype<AvgPool>(at), chunk, cursor);
      break;
    case 19:
      if (control.phase === 0) eachOutput(changetype<AvgPoolShares>(at), chunk, cursor);
      else eachInput(changetype<AvgPoolSums>(at), chunk, cursor);
      break;
    case 20:
      clearBand(changetype<MaxPoolScatter>(at), chunk);
      eachOutput(changetype<MaxPoolScatter>(at), chunk, cursor);
      break;
    default:
      unreachable();
  }
}

/** A band of rows of the pooled side. */
function eachOutput<T extends Pool>(p: T, chunk: i32, cursor: Cursor): void {
  const bands = (p.rows + p.bandRows - 1) / p.bandRows;
  const first = (chunk % bands) * p.bandRows;
  const end = min(first + p.bandRows, p.rows);
  for (let row = first; row < end; row++) {
    enterOutputRow(p, cursor, chunk / bands, row);
    for (let column = 0; column < p.columns; column++) {
      enterOutput(p, cursor, column);
      eachChannel<T>(p, cursor);
    }
  }
}

/** A band of rows of the input's side. */
function eachInput<T extends Pool>(p: T, chunk: i32, cursor: Cursor): void {
  const bands = (p.height + p.inputBandRows - 1) / p.inputBandRows;
  const first = (chunk % bands) * p.inputBandRows;
  const end = min(first + p.inputBandRows, p.height);
  for (let row = first; row < end; row++) {
    enterInputRow(p, cursor, chunk / bands, row);
    for (let column = 0; column < p.width; column++) {
      enterInput(p, cursor, column);
      eachChannel<T>(p, cursor);
    }
  }
}

/** Calls `kernel.block(cursor, channel, count)` for up to four channels at a time. */
function eachChannel<T extends Pool>(kernel: T, cursor: Cursor): void {
  const full = kernel.channels & ~3;
  for (let c = 0; c < full; c += 4) kernel.block(cursor, c, 4);
  if (full < kernel.channels) kernel.block(cursor, full, kernel.channels - full);
}

/** Sets to zeros the input rows from a band's first window up to the next band's. */
function clearBand(p: MaxPoolScatter, chunk: i32): void {
  const bands = (p.rows + p.bandRows - 1) / p.bandRows;
  const band = chunk % bands;
  const first = band === 0 ? 0 : band * p.bandRows * p.rowStride - p.padTop;
  const end = band === bands - 1 ? p.height : (band + 1) * p.bandRows * p.rowStride - p.padTop;
  const rowBytes = (<usize>(p.width * p.channels)) << 2;
  const image = <usize>((chunk / bands) * p.height);
  memory.fill(p.dx + (image + <usize>first) * rowBytes, 0, <usize>(end - first) * rowBytes);
}

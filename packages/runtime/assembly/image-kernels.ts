import { gatherMeans, meanOfWindow } from './avg-pool';
import { Control } from './control';
import { bufferOf } from './local';
import { gatherMaxima, maxOfWindow } from './max-pool';
import {
  Cursor,
  enterInput,
  enterInputRow,
  enterOutput,
  enterOutputRow,
  Pool,
  PoolForward,
  PoolGrad,
} from './pool';

// The numbers are those of `KERNEL` on the TypeScript side.
const MAX_POOL = 16;
const MAX_POOL_GRAD = 17;
const AVG_POOL = 18;
const AVG_POOL_GRAD = 19;

/** Runs one chunk of a pooling: a band of rows of the result. */
export function runImageKernel(control: Control, chunk: i32, local: usize): void {
  const kernel = load<i32>(control.command);
  const p = changetype<Pool>(control.command);
  const cursor = changetype<Cursor>(bufferOf(local));
  if (kernel === MAX_POOL || kernel === AVG_POOL) pool(changetype<PoolForward>(p), chunk, cursor);
  else if (kernel === MAX_POOL_GRAD || kernel === AVG_POOL_GRAD)
    unpool(changetype<PoolGrad>(p), chunk, cursor);
  else unreachable();
}

function pool(p: PoolForward, chunk: i32, cursor: Cursor): void {
  const bands = (p.rows + p.bandRows - 1) / p.bandRows;
  const first = (chunk % bands) * p.bandRows;
  const end = min(first + p.bandRows, p.rows);
  for (let row = first; row < end; row++) {
    enterOutputRow(p, cursor, chunk / bands, row);
    for (let column = 0; column < p.columns; column++) {
      enterOutput(p, cursor, column);
      if (p.kernel === MAX_POOL) maxOfWindow(p, cursor);
      else meanOfWindow(p, cursor);
    }
  }
}

function unpool(p: PoolGrad, chunk: i32, cursor: Cursor): void {
  const bands = (p.height + p.bandRows - 1) / p.bandRows;
  const first = (chunk % bands) * p.bandRows;
  const end = min(first + p.bandRows, p.height);
  for (let row = first; row < end; row++) {
    enterInputRow(p, cursor, chunk / bands, row);
    for (let column = 0; column < p.width; column++) {
      enterInput(p, cursor, column);
      if (p.kernel === MAX_POOL_GRAD) gatherMaxima(p, cursor);
      else gatherMeans(p, cursor);
    }
  }
}

import { Control } from './control';
import { runElementKernel } from './element-kernels';
import { runImageKernel } from './image-kernels';
import { runMatrixKernel } from './matrix-kernels';
import { runRowKernel } from './row-kernels';

/** Runs one chunk of the current phase. */
export function runChunk(control: Control, chunk: i32, thread: i32): void {
  const local = control.local + <usize>thread * control.localBytes;
  const kernel = load<i32>(control.command);
  if (kernel < 16) runMatrixKernel(control, chunk, local);
  else if (kernel < 32) runImageKernel(control, chunk, local);
  else if (kernel < 48) runRowKernel(control, chunk, local);
  else runElementKernel(control, chunk);
}

import { BatchNorm, batchStatistics, normalizeRows } from './batch-norm';
import { addGradSlices, BatchNormGrad, batchNormGradRows, sumGradSlice } from './batch-norm-grad';
import { ColumnSums } from './column-sums';
import { Control } from './control';
import { CopyRows, copyRows } from './copy-rows';
import { eachBlock, sumTerms } from './matrix';
import { ScaleAndShift } from './scale-and-shift';
import { addSlices, sliceOf } from './sliced';
import { Softmax, softmax } from './softmax';

/** Runs one chunk of a kernel on the rows of a matrix. The numbers are those of `KERNEL` on the TypeScript side. */
export function runRowKernel(control: Control, chunk: i32, local: usize): void {
  const at = control.command;
  const shared = control.shared;
  const phase = control.phase;
  const sums = changetype<ColumnSums>(at);
  const grad = changetype<BatchNormGrad>(at);
  switch (load<i32>(at)) {
    case 32:
      if (phase === 0) sumTerms(sums, chunk, sliceOf(sums, chunk, shared));
      else addSlices(sums, sums.target, chunk, shared);
      break;
    case 33:
      if (phase < 4) batchStatistics(changetype<BatchNorm>(at), chunk, phase, shared);
      else normalizeRows(changetype<BatchNorm>(at), chunk, local);
      break;
    case 34:
      if (phase === 0) sumGradSlice(grad, chunk, shared);
      else if (phase === 1) addGradSlices(grad, chunk, shared);
      else batchNormGradRows(grad, chunk, local, shared);
      break;
    case 35:
      eachBlock(changetype<ScaleAndShift>(at), chunk, 0);
      break;
    case 36:
      softmax(changetype<Softmax>(at), chunk);
      break;
    case 37:
      copyRows(changetype<CopyRows>(at), chunk);
      break;
    default:
      unreachable();
  }
}

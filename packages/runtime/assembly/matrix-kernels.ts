import { Control } from './control';
import { depthwise } from './depthwise';
import { depthwiseFilterGrad } from './depthwise-filter-grad';
import { FilterGrad, filterGrad, storeFilterGrad } from './filter-grad';
import { MatMul, matMul } from './mat-mul';
import { PatchConv, packFilter, patchConv } from './patch-conv';
import { addSlices } from './sliced';

/** Runs one chunk of a matrix product or a convolution. The numbers are those of `KERNEL` on the TypeScript side. */
export function runMatrixKernel(control: Control, chunk: i32, local: usize): void {
  const at = control.command;
  const shared = control.shared;
  const filterGradient = changetype<FilterGrad>(at);
  const first = control.phase === 0;
  switch (load<i32>(at)) {
    case 1:
      if (first) matMul(changetype<MatMul>(at), chunk, local, shared);
      else addSlices(changetype<MatMul>(at), changetype<MatMul>(at).c, chunk, shared);
      break;
    case 2:
      if (first) packFilter(changetype<PatchConv>(at), chunk, local, shared);
      else patchConv(changetype<PatchConv>(at), chunk, local, shared);
      break;
    case 3:
      if (first) filterGrad(filterGradient, chunk, local, shared);
      else storeFilterGrad(filterGradient, chunk, shared);
      break;
    case 4:
      depthwise(changetype<PatchConv>(at), chunk, local);
      break;
    case 5:
      if (first) depthwiseFilterGrad(filterGradient, chunk, local, shared);
      else addSlices(filterGradient, filterGradient.dFilter, chunk, shared);
      break;
    default:
      unreachable();
  }
}

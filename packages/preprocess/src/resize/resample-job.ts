import type { PixelImage } from '@imgclf/runtime';
import type { ResizePlan } from './resize-plan';
import type { Taps } from './taps';

/** What `resample` works on, with the taps of both axes. */
export interface ResampleJob {
  readonly image: PixelImage;
  readonly plan: ResizePlan;
  readonly rows: Taps;
  readonly columns: Taps;
  /** Where each column tap's pixel starts within a row of the picture. */
  readonly columnOffsets: Int32Array;
  /** Values in a row of the result, and where the first one to write stands. */
  readonly stride: number;
  readonly offset: number;
}

/** Where a row of the picture starts. */
export function rowOffset({ image, plan }: ResampleJob, index: number): number {
  return (plan.from.top + index) * image.width * image.channels;
}

import type { PixelImage } from '@imgclf/runtime';
import type { ResizePlan } from './resize-plan';
import type { Taps } from './taps';

/** What `resample` works on, with the taps of both axes. */
export interface ResampleJob {
  readonly image: PixelImage;
  readonly plan: ResizePlan;
  readonly rows: Taps;
  readonly columns: Taps;
  /** Where each row tap's row starts in the picture, and each column tap's pixel within its row. */
  readonly rowOffsets: Int32Array;
  readonly columnOffsets: Int32Array;
  /** Values in a row of the result, and where the first one to write stands. */
  readonly stride: number;
  readonly offset: number;
}

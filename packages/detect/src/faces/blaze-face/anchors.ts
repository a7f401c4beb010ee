import type { Point } from '../face';

/** Width and height of BlazeFace's input, in pixels. */
export const inputSide = 256;

/** The two grids that BlazeFace answers for: pixels between cells, and predictions for each cell. */
const grids = [
  { stride: 16, anchors: 2 },
  { stride: 32, anchors: 6 },
] as const;

/** The middle of the cell that each of the 896 predictions belongs to, in pixels of the input. */
export const anchors: readonly Point[] = grids.flatMap(({ stride, anchors: perCell }) => {
  const cells = inputSide / stride;
  return Array.from({ length: cells * cells * perCell }, (_, i) => {
    const cell = Math.floor(i / perCell);
    return { x: ((cell % cells) + 0.5) * stride, y: (Math.floor(cell / cells) + 0.5) * stride };
  });
});

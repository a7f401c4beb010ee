import type { PixelImage } from '@imgclf/runtime';

/** A face to draw: its middle and about half its height, in pixels. */
export interface DrawnFace {
  x: number;
  y: number;
  size: number;
}

type Shape = [x: number, y: number, width: number, height: number, color: [number, number, number]];

/** Ellipses in units of the face's size, later ones over earlier ones. */
const shapes: Shape[] = [
  [0, -0.15, 0.85, 1.05, [60, 40, 30]], // hair
  [0, 0.1, 0.72, 0.95, [215, 170, 140]], // skin
  [-0.3, -0.22, 0.2, 0.05, [70, 45, 35]], // brows
  [0.3, -0.22, 0.2, 0.05, [70, 45, 35]],
  [-0.3, -0.05, 0.16, 0.09, [245, 245, 245]], // eyes
  [0.3, -0.05, 0.16, 0.09, [245, 245, 245]],
  [-0.3, -0.05, 0.075, 0.085, [40, 25, 20]],
  [0.3, -0.05, 0.075, 0.085, [40, 25, 20]],
  [0, 0.25, 0.1, 0.12, [195, 145, 120]], // nose
  [-0.05, 0.33, 0.03, 0.02, [110, 70, 60]],
  [0.05, 0.33, 0.03, 0.02, [110, 70, 60]],
  [0, 0.58, 0.3, 0.09, [180, 70, 75]], // mouth
  [0, 0.575, 0.26, 0.02, [120, 40, 45]],
];

/** A picture of faces that BlazeFace takes for such, so that tests need no photographs. */
export function drawFaces(
  { width, height }: { width: number; height: number },
  faces: readonly DrawnFace[],
  background: [number, number, number] = [120, 140, 160],
): PixelImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(background, i * 3);
  for (const face of faces) {
    for (const shape of shapes) drawEllipse({ width, height, data }, face, shape);
  }
  return { width, height, channels: 3, data };
}

function drawEllipse(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  { x, y, size }: DrawnFace,
  [left, top, rx, ry, color]: Shape,
): void {
  for (let row = Math.max(0, Math.floor(y - 2 * size)); row < Math.min(height, y + 2 * size); row++) {
    for (
      let column = Math.max(0, Math.floor(x - 2 * size));
      column < Math.min(width, x + 2 * size);
      column++
    ) {
      const [u, v] = [((column - x) / size - left) / rx, ((row - y) / size - top) / ry];
      if (u * u + v * v <= 1) data.set(color, (row * width + column) * 3);
    }
  }
}

import type { Face, FaceLandmark, Point } from '../face';
import { anchors } from './anchors';

const landmarkNames: readonly FaceLandmark[] = [
  'rightEye',
  'leftEye',
  'nose',
  'mouth',
  'rightEar',
  'leftEar',
];
const valuesPerFace = 4 + 2 * landmarkNames.length;

/** What BlazeFace says of one picture: one number, and 16 numbers, for each of the 896 anchors. */
export interface RawFaces {
  /** Logits. */
  readonly scores: ArrayLike<number>;
  /** Offsets from the anchor to the middle of the face, its width and height, offsets to six landmarks; in pixels. */
  readonly boxes: ArrayLike<number>;
}

/**
 * Turns BlazeFace's outputs into faces in pixels of its input; several for each face.
 *
 * @param minScore predictions below this probability are left out
 */
export function decodeFaces({ scores, boxes }: RawFaces, minScore: number): Face[] {
  return anchors.flatMap((anchor, i) => {
    const score = 1 / (1 + Math.exp(-(scores[i] as number)));
    return score >= minScore ? [decodeFace(boxes, i * valuesPerFace, { anchor, score })] : [];
  });
}

function decodeFace(
  boxes: ArrayLike<number>,
  from: number,
  { anchor, score }: { anchor: Point; score: number },
): Face {
  const value = (i: number) => boxes[from + i] as number;
  const at = (i: number): Point => ({ x: anchor.x + value(i), y: anchor.y + value(i + 1) });
  const middle = at(0);
  const [halfWidth, halfHeight] = [value(2) / 2, value(3) / 2];
  return {
    score,
    xmin: middle.x - halfWidth,
    ymin: middle.y - halfHeight,
    xmax: middle.x + halfWidth,
    ymax: middle.y + halfHeight,
    landmarks: landmarksOf((_, i) => at(4 + 2 * i)),
  };
}

/** Makes a point for each landmark. */
export function landmarksOf(make: (name: FaceLandmark, i: number) => Point): Record<FaceLandmark, Point> {
  return Object.fromEntries(landmarkNames.map((name, i) => [name, make(name, i)])) as Record<
    FaceLandmark,
    Point
  >;
}

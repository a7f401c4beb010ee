import type { Box } from '@imgclf/runtime';
import type { Face } from '../face';
import { landmarksOf } from './decode-faces';

/**
 * Non-maximum suppression as BlazeFace's authors describe it: faces that overlap the best one become one with it, at the
 * mean of their places weighted by their scores, and keep the best one's score.
 *
 * @param minOverlap intersection over union from which two boxes are one face
 * @returns one for each face, best first
 */
export function mergeFaces(faces: readonly Face[], minOverlap: number): Face[] {
  let rest = faces.toSorted((a, b) => b.score - a.score);
  const merged: Face[] = [];
  while (rest[0] !== undefined) {
    const [best] = rest;
    const same = rest.filter((face) => face === best || overlap(face, best) > minOverlap);
    rest = rest.filter((face) => !same.includes(face));
    merged.push({ ...weightedMean(same), score: best.score });
  }
  return merged;
}

/** Intersection over union, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.xmax, b.xmax) - Math.max(a.xmin, b.xmin);
  const height = Math.min(a.ymax, b.ymax) - Math.max(a.ymin, b.ymin);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(a) + area(b) - width * height);
}

/** In square pixels. */
export function area({ xmin, ymin, xmax, ymax }: Box): number {
  return (xmax - xmin) * (ymax - ymin);
}

function weightedMean(faces: readonly Face[]): Omit<Face, 'score'> {
  const total = faces.reduce((sum, { score }) => sum + score, 0);
  const mean = (value: (face: Face) => number) =>
    faces.reduce((sum, face) => sum + face.score * value(face), 0) / total;
  return {
    xmin: mean(({ xmin }) => xmin),
    ymin: mean(({ ymin }) => ymin),
    xmax: mean(({ xmax }) => xmax),
    ymax: mean(({ ymax }) => ymax),
    landmarks: landmarksOf((name) => ({
      x: mean(({ landmarks }) => landmarks?.[name].x ?? Number.NaN),
      y: mean(({ landmarks }) => landmarks?.[name].y ?? Number.NaN),
    })),
  };
}

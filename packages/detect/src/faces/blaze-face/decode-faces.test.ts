import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchors, inputSide } from './anchors';
import { decodeFaces } from './decode-faces';
import { area, mergeFaces, overlap } from './merge-faces';

test('there are 512 anchors 16 pixels apart and 384 that are 32 apart, in the middle of their cells', () => {
  expect(anchors).toHaveLength(896);
  expect(anchors[0]).toEqual({ x: 8, y: 8 });
  expect(anchors[1]).toEqual({ x: 8, y: 8 });
  expect(anchors[2]).toEqual({ x: 24, y: 8 });
  expect(anchors[511]).toEqual({ x: 248, y: 248 });
  expect(anchors[512]).toEqual({ x: 16, y: 16 });
  expect(anchors[895]).toEqual({ x: 240, y: 240 });
});

test('a prediction is an offset from its anchor, in pixels of the input', () => {
  const scores = new Float32Array(896).fill(-10);
  const boxes = new Float32Array(896 * 16);
  scores[2] = 2;
  boxes.set([4, -2, 40, 60, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2 * 16);
  const [face, ...others] = decodeFaces({ scores, boxes }, 0.5);
  expect(others).toEqual([]);
  expect(face).toMatchObject({ xmin: 8, ymin: -24, xmax: 48, ymax: 36 });
  expect(face?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  expect(face?.landmarks).toMatchObject({ rightEye: { x: 25, y: 10 }, leftEar: { x: 35, y: 20 } });
});

const point = { x: 0, y: 0 };
const landmarks = {
  rightEye: point,
  leftEye: point,
  nose: point,
  mouth: point,
  rightEar: point,
  leftEar: point,
};
const side = fc.integer({ min: 0, max: inputSide });
const faceOf = fc
  .tuple(
    side,
    side,
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 99 }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([xmin, ymin, width, height, score]) => ({
    xmin,
    ymin,
    xmax: xmin + width,
    ymax: ymin + height,
    score,
    landmarks,
  }));

test('merging keeps the best score of each group, best first, within the hull of its members', () => {
  fc.assert(
    fc.property(fc.array(faceOf, { maxLength: 20 }), (faces) => {
      const merged = mergeFaces(faces, 0.3);
      const scores = merged.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(merged.length).toBeLessThanOrEqual(faces.length);
      expect(merged.length > 0).toBe(faces.length > 0);
      for (const face of merged) {
        expect(face.xmin).toBeGreaterThanOrEqual(Math.min(...faces.map(({ xmin }) => xmin)) - 1e-9);
        expect(face.xmax).toBeLessThanOrEqual(Math.max(...faces.map(({ xmax }) => xmax)) + 1e-9);
      }
    }),
  );
});

test('boxes that overlap become their mean weighted by score, others stay', () => {
  const box = { xmin: 0, ymin: 0, xmax: 10, ymax: 10, landmarks };
  const near = { ...box, xmin: 2, xmax: 12 };
  const far = { ...box, xmin: 100, xmax: 110 };
  const merged = mergeFaces(
    [
      { ...near, score: 0.25 },
      { ...far, score: 0.5 },
      { ...box, score: 0.75 },
    ],
    0.3,
  );
  expect(merged).toMatchObject([
    { xmin: 0.5, xmax: 10.5, score: 0.75 },
    { xmin: 100, xmax: 110, score: 0.5 },
  ]);
});

test('overlap is symmetric, 1 for a box with itself and 0 for boxes apart', () => {
  fc.assert(
    fc.property(faceOf, faceOf, (a, b) => {
      expect(overlap(a, b)).toBe(overlap(b, a));
      expect(overlap(a, a)).toBe(1);
      expect(overlap(a, { ...b, xmin: a.xmax, xmax: a.xmax + 5 })).toBe(0);
      expect(area(a)).toBeGreaterThan(0);
    }),
  );
});

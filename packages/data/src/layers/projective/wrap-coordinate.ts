import type { ProjectiveFillMode } from './projective-options';

/** Takes a coordinate to where a picture of `size` pixels, continued beyond its edges, shows it. */
export type WrapCoordinate = (coordinate: number, size: number) => number;

/** TensorFlow's ways to continue a picture, term by term in float32's order. */
export const wrapCoordinate: Readonly<Record<ProjectiveFillMode, WrapCoordinate>> = {
  constant: (coordinate) => coordinate,
  nearest: clamp,
  reflect: (coordinate, size) => clamp(reflected(coordinate, size), size),
  wrap: (coordinate, size) => clamp(wrapped(coordinate, size), size),
};

function clamp(coordinate: number, size: number): number {
  return coordinate < 0 ? 0 : Math.min(coordinate, size - 1);
}

function reflected(coordinate: number, size: number): number {
  const period = 2 * size;
  if (coordinate < 0) {
    if (size <= 1) return 0;
    const position =
      coordinate < -period ? coordinate + period * Math.trunc(-coordinate / period) : coordinate;
    return position < -size ? position + period : -position - 1;
  }
  if (coordinate <= size - 1) return coordinate;
  const position = coordinate - period * Math.trunc(coordinate / period);
  return position >= size ? period - position - 1 : position;
}

function wrapped(coordinate: number, size: number): number {
  if (coordinate < 0) return size <= 1 ? 0 : coordinate + size * (Math.trunc(-coordinate / (size - 1)) + 1);
  if (coordinate <= size - 1) return coordinate;
  return size <= 1 ? 0 : coordinate - size * Math.trunc(coordinate / (size - 1));
}

import type { Beyond } from './sample-job';

/** Where an axis of `size` pixels shows a coordinate; NaN where nothing is shown. */
export type OnAxis = (coordinate: number, size: number) => number;
type Round = (value: number) => number;

/** How an axis goes on beyond its ends, with `round` after every operation. */
export function continueAxis(beyond: Beyond, round: Round): OnAxis {
  const place = places[beyond];
  return (coordinate, size) =>
    coordinate >= 0 && coordinate <= size - 1 ? coordinate : place(coordinate, size, round);
}

type Place = (coordinate: number, size: number, round: Round) => number;

const places: Readonly<Record<Beyond, Place>> = {
  constantTaps: (coordinate) => coordinate,
  constantPoints: () => Number.NaN,
  edge: clamp,
  reflect: (coordinate, size, round) => clamp(reflected(coordinate, size, round), size),
  wrap: (coordinate, size, round) => clamp(wrapped(coordinate, { size, period: size }, round), size),
  shortWrap: (coordinate, size, round) => clamp(wrapped(coordinate, { size, period: size - 1 }, round), size),
};

function clamp(coordinate: number, size: number): number {
  return Math.max(0, Math.min(coordinate, size - 1));
}

function reflected(coordinate: number, size: number, round: Round): number {
  const period = 2 * size;
  if (coordinate < 0) {
    const position = round(coordinate + period * Math.trunc(-coordinate / period));
    return position < -size ? round(position + period) : round(-position - 1);
  }
  const position = round(coordinate - period * Math.trunc(coordinate / period));
  return position >= size ? round(period - position - 1) : position;
}

/** `period` is what is added or taken away for each of the steps of size - 1 that a coordinate is away. */
function wrapped(
  coordinate: number,
  { size, period }: { size: number; period: number },
  round: Round,
): number {
  if (size <= 1) return 0;
  if (coordinate < 0) return round(coordinate + period * (Math.trunc(-coordinate / (size - 1)) + 1));
  return round(coordinate - period * Math.trunc(coordinate / (size - 1)));
}

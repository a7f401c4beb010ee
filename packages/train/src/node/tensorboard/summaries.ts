import { ProtoWriter } from './proto-writer';

/** An image that is encoded already. */
export interface EncodedImage {
  png: Uint8Array;
  width: number;
  height: number;
  channels: number;
}

/** A number over steps, for TensorBoard's scalar charts: the bytes of a `Summary.Value`. */
export function scalarSummary(tag: string, value: number): ProtoWriter {
  return new ProtoWriter().string(1, tag).float(2, value);
}

/** A picture. */
export function imageSummary(tag: string, { png, width, height, channels }: EncodedImage): ProtoWriter {
  const image = new ProtoWriter().integer(1, height).integer(2, width).integer(3, channels).bytes(4, png);
  return new ProtoWriter().string(1, tag).message(4, image);
}

/** A text, shown as Markdown. */
export function textSummary(tag: string, text: string): ProtoWriter {
  const dtString = 7;
  const plugin = new ProtoWriter().string(1, 'text');
  const tensor = new ProtoWriter().integer(1, dtString).message(2, new ProtoWriter()).string(8, text);
  return new ProtoWriter().string(1, tag).message(8, tensor).message(9, new ProtoWriter().message(1, plugin));
}

const buckets = 30;

/** How values are distributed, in 30 equally wide buckets. Values that are not finite are left out. */
export function histogramSummary(tag: string, values: Float32Array): ProtoWriter {
  const finite = values.filter(Number.isFinite);
  let [low, high, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    squares += value * value;
  }
  if (finite.length === 0) [low, high] = [0, 0];
  const width = (high - low) / buckets || 1;
  const counts = new Float64Array(buckets);
  for (const value of finite) {
    const bucket = Math.min(buckets - 1, Math.floor((value - low) / width));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  const limits = Float64Array.from(counts, (_, i) => low + width * (i + 1));
  const histogram = new ProtoWriter()
    .double(1, low)
    .double(2, high)
    .double(3, finite.length)
    .double(4, sum)
    .double(5, squares)
    .doubles(6, limits)
    .doubles(7, counts);
  return new ProtoWriter().string(1, tag).message(5, histogram);
}

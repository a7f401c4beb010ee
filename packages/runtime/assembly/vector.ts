/** Loads and stores of up to four floats. Where `count` is known to be four, nothing is left of the question. */
// biome-ignore lint/complexity/noStaticOnlyClass: only methods can be marked for inlining
export class Floats {
  /** Loads four floats, or the `count` that exist with zeros after them. */
  @inline
  static load(at: usize, count: i32): v128 {
    return count >= 4 ? v128.load(at) : loadPart(at, count);
  }

  /** Stores four floats, or the first `count`. */
  @inline
  static store(at: usize, value: v128, count: i32): void {
    if (count >= 4) v128.store(at, value);
    else storePart(at, value, count);
  }
}

function loadPart(at: usize, count: i32): v128 {
  let value = v128.load32_zero(at);
  if (count > 1) value = v128.load32_lane(at, value, 1, 4);
  if (count > 2) value = v128.load32_lane(at, value, 2, 8);
  return value;
}

function storePart(at: usize, value: v128, count: i32): void {
  v128.store32_lane(at, value, 0);
  if (count > 1) v128.store32_lane(at, value, 1, 4);
  if (count > 2) v128.store32_lane(at, value, 2, 8);
}

/** The sum of four floats. */
export function sumOf(value: v128): f32 {
  const pairs = f32x4.add(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The largest of four floats. */
export function maxOf(value: v128): f32 {
  const pairs = f32x4.pmax(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

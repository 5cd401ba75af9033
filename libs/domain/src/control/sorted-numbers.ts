export const NOBODY = new Int32Array(0);

/** In ascending order. */
export function hasNumber(sorted: Int32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

/** Undefined where nothing changed. Both in ascending order. */
export function differenceOf(before: Int32Array, after: Int32Array): { joined: number[]; left: number[] } | undefined {
  const joined = [...after].filter((one) => !hasNumber(before, one));
  const left = [...before].filter((one) => !hasNumber(after, one));
  return joined.length + left.length === 0 ? undefined : { joined, left };
}

/** Lists of numbers, one after the other in one array: list `i` is what lies between `starts[i]` and `starts[i + 1]`. */
export interface PostingLists {
  readonly starts: Int32Array;
  readonly values: Int32Array;
}

/** From pairs (list, value) in the order of the values within a list. */
export function postingLists(count: number, lists: readonly number[], values: readonly number[]): PostingLists {
  const starts = new Int32Array(count + 1);
  for (const list of lists) starts[list + 1] = (starts[list + 1] as number) + 1;
  for (let list = 0; list < count; list += 1) starts[list + 1] = (starts[list + 1] as number) + (starts[list] as number);
  const next = starts.slice(0, count);
  const sorted = new Int32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const list = lists[at] as number;
    sorted[next[list] as number] = values[at] as number;
    next[list] = (next[list] as number) + 1;
  }
  return { starts, values: sorted };
}

/** Cuts a sequence into batches in its order: each at least one item, and no more bytes or items than the limits unless one item alone is larger. */
export function* inBatches<Item>(
  items: Iterable<Item>,
  sizeOf: (item: Item) => number,
  maxBytes: number,
  maxItems: number,
): Generator<Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (batch.length > 0 && (bytes + size > maxBytes || batch.length >= maxItems)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

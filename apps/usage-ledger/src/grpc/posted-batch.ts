import type { MessageInitShape } from '@bufbuild/protobuf';
import type { PostedBatchSchema } from '@tidemark/contracts';
import { nameOf } from '../postings/posting-lines.js';
import type { PostedSegment } from '../postings/postings.port.js';

type Batch = MessageInitShape<typeof PostedBatchSchema>;

/** Keeps a message far below what a client takes by default (4 MiB). */
const POSTINGS_A_PART = 20_000;

/** One segment as messages, each with a dictionary of its own. `firstPart`: parts of the same position that went before. */
export function* postedBatches(segment: PostedSegment, firstPart: number): Generator<Batch & { part: number }> {
  const { length } = segment.columns;
  for (let start = 0, part = firstPart; start < length; start += POSTINGS_A_PART, part++)
    yield { ...batchOf(segment, start, Math.min(length, start + POSTINGS_A_PART)), part };
}

function batchOf({ columns, ...segment }: PostedSegment, start: number, end: number): Batch {
  const dictionary = new Dictionary();
  const provider = dictionary.place(segment.provider);
  const range = Array.from({ length: end - start }, (_, i) => start + i);
  return {
    ledgerPosition: segment.ledgerPosition,
    knownAtMs: BigInt(segment.knownAtMs),
    policyVersion: segment.policyVersion,
    catalogueVersion: segment.catalogueVersion,
    provider: range.map(() => provider),
    account: range.map((i) => dictionary.place(nameOf(segment.accounts, columns.accountId[i]!))),
    cluster: range.map((i) => dictionary.place(nameOf(segment.clusters, columns.clusterId[i]!))),
    accelerator: range.map((i) => dictionary.place(nameOf(segment.accelerators, columns.acceleratorId[i]!))),
    hour: range.map((i) => BigInt(columns.hour[i]!)),
    acceleratorMs: range.map((i) => columns.acceleratorMs[i]!),
    lower: range.map((i) => columns.lower[i]!),
    expected: range.map((i) => columns.expected[i]!),
    upper: range.map((i) => columns.upper[i]!),
    names: dictionary.names,
  };
}

class Dictionary {
  readonly names = [''];
  private readonly places = new Map([['', 0]]);

  place(name: string): number {
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.names.push(name) - 1;
      this.places.set(name, place);
    }
    return place;
  }
}

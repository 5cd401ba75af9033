import type { PostedSegment } from './postings.port.js';

/** About how much text is handed on at once. */
const CHUNK_CHARACTERS = 64 * 1024;

/** The postings of one segment as JSON Lines, one a posting, in chunks. Amounts are differences: add them. */
export function* postingLines(segment: PostedSegment): Generator<string> {
  const { columns } = segment;
  let chunk = '';
  for (let i = 0; i < columns.length; i++) {
    chunk += `${JSON.stringify(posting(segment, i))}\n`;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function posting({ columns, ...segment }: PostedSegment, i: number) {
  return {
    ledgerPosition: segment.ledgerPosition.toString(),
    knownAtMs: segment.knownAtMs.toString(),
    policyVersion: segment.policyVersion,
    catalogueVersion: segment.catalogueVersion,
    provider: segment.provider,
    account: nameOf(segment.accounts, columns.accountId[i]!),
    cluster: nameOf(segment.clusters, columns.clusterId[i]!),
    accelerator: nameOf(segment.accelerators, columns.acceleratorId[i]!),
    hour: new Date(columns.hour[i]! * 3_600_000).toISOString().replace('.000Z', 'Z'),
    acceleratorMs: columns.acceleratorMs[i]!.toString(),
    tflop: { lower: columns.lower[i]!.toString(), expected: columns.expected[i]!.toString(), upper: columns.upper[i]!.toString() },
  };
}

export function nameOf(names: ReadonlyMap<number, string>, id: number): string {
  const name = names.get(id);
  if (name === undefined) throw new Error(`A posting names id ${id}, which has no name`);
  return name;
}

import type { EvidenceDifference, EvidenceMember, EvidenceSpan } from './flag-evidence.js';
import type { ReadEvidence } from './flag-evidence-read.js';
import type { HourRow } from './flag-evidence-text.js';

/** Whether a bundle agrees with itself: nobody counted twice, nothing outside of the hours that count, nothing out of order. */
export function checkMembers({ evidence, rows }: ReadEvidence): EvidenceDifference[] {
  return [
    ...countedTwice(evidence.members),
    ...evidence.members.flatMap((member, index) => {
      const at = `members[${index}]`;
      return [...outside(member, rows[index]!, { at, untilHour: evidence.untilHour }), ...unordered(rows[index]!, at)];
    }),
  ];
}

function countedTwice(members: readonly EvidenceMember[]): EvidenceDifference[] {
  const seen = new Set<string>();
  return members.flatMap(({ provider, account, spans }, index) => {
    const name = JSON.stringify([provider, account]);
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated || !areApart(spans) ? [{ code: 'EVIDENCE_COUNTED_TWICE' as const, at: `members[${index}]`, found: name }] : [];
  });
}

const areApart = (spans: readonly EvidenceSpan[]): boolean =>
  spans.every(({ fromHour, toHour = Number.POSITIVE_INFINITY }, index) => {
    const next = spans[index + 1];
    return fromHour < toHour && (next === undefined || toHour <= next.fromHour);
  });

function outside(
  { spans }: EvidenceMember,
  rows: readonly HourRow[],
  { at, untilHour }: { at: string; untilHour: number },
): EvidenceDifference[] {
  const isWithin = (hour: number) => spans.some(({ fromHour, toHour = Number.POSITIVE_INFINITY }) => fromHour <= hour && hour < toHour);
  const found = rows.find(([hour]) => hour >= untilHour || !isWithin(hour));
  return found ? [{ code: 'EVIDENCE_OUTSIDE_SPANS', at, found: `hour ${found[0]}` }] : [];
}

function unordered(rows: readonly HourRow[], at: string): EvidenceDifference[] {
  const found = rows.find(([, lower, expected, upper]) => lower < 0n || lower > expected || expected > upper);
  return found ? [{ code: 'EVIDENCE_TOTALS_UNORDERED', at, found: `hour ${found[0]}` }] : [];
}

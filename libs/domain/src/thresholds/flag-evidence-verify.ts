import type { EvidenceDifference, EvidenceVerdict, FlagClaim } from './flag-evidence.js';
import { checkMembers } from './flag-evidence-check.js';
import { readEvidence } from './flag-evidence-read.js';
import { type Found, recountStandings } from './flag-evidence-standings.js';
import { checkSpans } from './flag-evidence-statements.js';
import { VECTOR_COLUMNS } from './hour-vector.js';

/**
 * Works a flag out again from its evidence alone: sums from the members, the crossing by the definition, and compares with what was claimed.
 * Needs nothing but the bundle, which may come from anywhere: what is not sound is a difference and no error.
 */
export function verifyFlagEvidence(json: unknown): EvidenceVerdict {
  const read = readEvidence(json);
  if ('differences' in read) return { ok: false, differences: read.differences };
  const differences = [...checkMembers(read), ...checkSpans(read.evidence), ...compare(read.evidence.claim, recountStandings(read))];
  return differences.length === 0 ? { ok: true } : { ok: false, differences };
}

function compare(claim: FlagClaim, found: readonly Found[] | undefined): EvidenceDifference[] {
  if (found === undefined) return [{ code: 'EVIDENCE_MALFORMED', at: 'facts' }];
  const same = found.find(({ n }) => n === claim.n);
  if (same === undefined) return [{ code: 'EVIDENCE_NOT_STANDING', at: 'claim', claimed: momentText(claim) }];
  return [...momentDifference(claim, same), ...totalsDifference(claim, same)];
}

function momentDifference(claim: FlagClaim, found: Found): EvidenceDifference[] {
  const differences: EvidenceDifference[] = [];
  if (momentText(claim) !== momentText(found)) {
    differences.push({ code: 'EVIDENCE_MOMENT_DIFFERS', at: 'claim.moment', claimed: momentText(claim), found: momentText(found) });
  }
  if (claim.atEntryIntoForce !== found.atEntryIntoForce) {
    const [claimed, really] = [String(claim.atEntryIntoForce), String(found.atEntryIntoForce)];
    differences.push({ code: 'EVIDENCE_ENTRY_DIFFERS', at: 'claim.atEntryIntoForce', claimed, found: really });
  }
  return differences;
}

/** A projection has no totals at its moment, nor has a registration: theirs are not compared. */
function totalsDifference({ totals: claimed }: FlagClaim, found: Found): EvidenceDifference[] {
  if (found.totals === undefined) return [];
  const totals = claimed ?? { lower: 'none', expected: 'none', upper: 'none' };
  return VECTOR_COLUMNS.flatMap((column) => {
    const really = found.totals![column].toString();
    if (totals[column] === really) return [];
    return [{ code: 'EVIDENCE_TOTALS_DIFFER' as const, at: `claim.totals.${column}`, claimed: totals[column], found: really }];
  });
}

const momentText = ({ moment }: Pick<Found, 'moment'>): string => `hour ${moment.hour} minute ${moment.minute}`;

import { readRule } from '../rulebook/read-rule.js';
import type { Rule } from '../rulebook/rule.js';
import { type EvidenceDifference, type EvidenceMember, FLAG_EVIDENCE_FORMAT, type FlagEvidence } from './flag-evidence.js';
import { areFacts, isHour, isObject, isSpan, isWhole } from './flag-evidence-facts.js';
import { addUp } from './flag-evidence-recount.js';
import { areStatements } from './flag-evidence-statements.js';
import { type HourRow, readRows } from './flag-evidence-text.js';
import { SCOPE_KINDS } from './scope.js';
import { FLAG_KINDS, TIERS } from './standing.js';

/** A bundle whose parts are what they should be, with its texts read. */
export interface ReadEvidence {
  readonly evidence: FlagEvidence;
  readonly rule: Rule;
  readonly rows: readonly (readonly HourRow[])[];
  /** Of all members, by hour. */
  readonly summed: readonly HourRow[];
}

/** What was read from a file may be anything: shapes are looked at before anything is worked out from them. */
export function readEvidence(json: unknown): ReadEvidence | { readonly differences: EvidenceDifference[] } {
  const at = malformedAt(json);
  if (at !== undefined) return { differences: [{ code: 'EVIDENCE_MALFORMED', at }] };
  const evidence = json as FlagEvidence;
  const reading = readRule(evidence.rule);
  if ('problems' in reading) {
    return {
      differences: reading.problems.map(({ field, detail }) => ({ code: 'EVIDENCE_RULE_UNSOUND', at: `rule.${field}`, found: detail })),
    };
  }
  const rows = evidence.members.map(({ use }) => readRows(use));
  const unread = rows.indexOf(undefined);
  if (unread >= 0) return { differences: [{ code: 'EVIDENCE_MALFORMED', at: `members[${unread}].use` }] };
  const summed = addUp(rows as HourRow[][]);
  if (summed.some(([, , , upper]) => upper > INT64_MAX)) return { differences: [{ code: 'EVIDENCE_MALFORMED', at: 'members' }] };
  return { evidence, rule: reading.rule, rows: rows as HourRow[][], summed };
}

/** No ledger posts more in an hour. */
const INT64_MAX = 2n ** 63n - 1n;
const isAmount = (value: unknown): boolean => typeof value === 'string' && /^\d{1,40}$/.test(value);

/** The first place that is not what it should be; undefined: all are. */
function malformedAt(json: unknown): string | undefined {
  if (!isObject(json)) return '';
  if (json.format !== FLAG_EVIDENCE_FORMAT) return 'format';
  if (!isWhole(json.knownAtMs)) return 'knownAtMs';
  if (!isHour(json.untilHour)) return 'untilHour';
  if (!areFacts(json.facts)) return 'facts';
  if (!areStatements(json.statements)) return 'statements';
  return scopeFault(json.scope) ?? claimFault(json.claim) ?? membersFault(json.members);
}

function scopeFault(scope: unknown): string | undefined {
  if (!isObject(scope) || !SCOPE_KINDS.some((kind) => kind === scope.kind) || typeof scope.id !== 'string') return 'scope';
  const isOfProvider = scope.kind === 'cluster' || scope.kind === 'account';
  return isOfProvider && typeof scope.provider !== 'string' ? 'scope.provider' : undefined;
}

function claimFault(claim: unknown): string | undefined {
  if (!isObject(claim) || !FLAG_KINDS.some((kind) => kind === claim.kind)) return 'claim.kind';
  if (claim.tier !== undefined && !TIERS.some((tier) => tier === claim.tier)) return 'claim.tier';
  if (!Number.isSafeInteger(claim.n)) return 'claim.n';
  if (!isObject(claim.moment) || !isHour(claim.moment.hour) || !isWhole(claim.moment.minute)) return 'claim.moment';
  const { totals } = claim;
  if (totals === undefined) return undefined;
  return isObject(totals) && [totals.lower, totals.expected, totals.upper].every(isAmount) ? undefined : 'claim.totals';
}

function membersFault(members: unknown): string | undefined {
  if (!Array.isArray(members)) return 'members';
  const index = members.findIndex((member) => !isMember(member));
  return index < 0 ? undefined : `members[${index}]`;
}

function isMember(member: unknown): member is EvidenceMember {
  if (!isObject(member) || typeof member.provider !== 'string' || typeof member.account !== 'string') return false;
  if (!Array.isArray(member.spans) || !member.spans.every(isSpan) || !isObject(member.use)) return false;
  const { hours, lower, expected, upper } = member.use;
  return [hours, lower, expected, upper].every((text) => typeof text === 'string');
}

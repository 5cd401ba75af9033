import type { Attribution } from '../attribution/attribution.js';
import { printFraction } from '../control/fraction.js';
import { printRule } from '../rulebook/print-rule.js';
import type { Rule } from '../rulebook/rule.js';
import {
  type EvidenceFacts,
  type EvidenceMember,
  type EvidenceSpan,
  FLAG_EVIDENCE_FORMAT,
  type FlagClaim,
  type FlagEvidence,
  type ScopeVersionsJson,
} from './flag-evidence.js';
import { type HourRow, printRows } from './flag-evidence-text.js';
import { type HourVector, indexFrom, NO_USE, VECTOR_COLUMNS } from './hour-vector.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

export interface FlagEvidenceInput {
  readonly flag: string;
  readonly standing: Standing;
  readonly rule: Rule;
  readonly facts: EvidenceFacts;
  readonly knownAtMs: number;
  readonly ledgerPosition: bigint;
  /** As it was known when the flag was raised. */
  readonly attribution: Pick<Attribution, 'spansOf' | 'versionsBehind' | 'partyOf' | 'sequence'>;
  readonly policyVersions: readonly number[];
  /** Of an account, as known then; of a compute cluster's tenant, its use there. Hours outside of the spans are left out here. */
  readonly vectorOf: (provider: string, account: string) => HourVector;
  /** Of a compute cluster: its tenants. */
  readonly tenants?: readonly string[] | undefined;
}

/** The bundle of one flag. What it holds is all that {@link verifyFlagEvidence} looks at. */
export function makeFlagEvidence(input: FlagEvidenceInput): FlagEvidence {
  const { standing, rule, attribution, knownAtMs, ledgerPosition, policyVersions } = input;
  const untilHour = untilHourOf(standing, input.facts);
  return {
    format: FLAG_EVIDENCE_FORMAT,
    flag: input.flag,
    knownAtMs,
    ledgerPosition: ledgerPosition.toString(),
    identitySequence: attribution.sequence,
    policyVersions,
    scope: standing.scope,
    rule: printRule(rule),
    claim: claimOf(standing),
    members: membersOf(input, untilHour),
    untilHour,
    statements: statementsOf(attribution, standing.scope),
    facts: input.facts,
  };
}

/** Use after the moment's hour says nothing about a moment; a projection rests on the hours before the one at which it was made. */
const untilHourOf = ({ moment }: Standing, facts: EvidenceFacts): number => (facts.type === 'PROJECTION' ? facts.hour : moment.hour + 1);

function claimOf({ kind, tier, n, moment, atEntryIntoForce, totals }: Standing): FlagClaim {
  const texts = totals && {
    lower: totals.lower.toString(),
    expected: totals.expected.toString(),
    upper: totals.upper.toString(),
  };
  return { kind, ...(tier && { tier }), n, moment, atEntryIntoForce, ...(texts && { totals: texts }) };
}

function membersOf(
  { standing: { kind, scope }, attribution, vectorOf, tenants = [] }: FlagEvidenceInput,
  untilHour: number,
): EvidenceMember[] {
  // A registration stands by itself, and use beyond it is told by accelerator-time.
  if (kind === 'CAPACITY' || kind === 'OVER_CAPACITY') return [];
  return [...spansByAccount(scope, attribution, tenants)].flatMap(([, { provider, account, spans }]) => {
    const within = spans.filter(({ fromHour }) => fromHour < untilHour);
    if (within.length === 0) return [];
    return [{ provider, account, spans: within, use: printRows(rowsOf(vectorOf(provider, account), within, untilHour)) }];
  });
}

interface AccountSpans {
  readonly provider: string;
  readonly account: string;
  readonly spans: EvidenceSpan[];
}

function spansByAccount(
  scope: Scope,
  attribution: FlagEvidenceInput['attribution'],
  tenants: readonly string[],
): Map<string, AccountSpans> {
  const whole = (provider: string, account: string): AccountSpans => ({ provider, account, spans: [{ fromHour: 0 }] });
  if (scope.kind === 'account') return new Map([[scope.id, whole(scope.provider, scope.id)]]);
  if (scope.kind === 'cluster') return new Map(tenants.map((account) => [account, whole(scope.provider, account)]));
  const byAccount = new Map<string, AccountSpans>();
  for (const { provider, account, fromHour, toHour } of attribution.spansOf(scope)) {
    const key = JSON.stringify([provider, account]);
    const own = byAccount.get(key) ?? { provider, account, spans: [] };
    own.spans.push({ fromHour, ...(Number.isFinite(toHour) && { toHour }) });
    byAccount.set(key, own);
  }
  return byAccount;
}

function rowsOf(vector: HourVector, spans: readonly EvidenceSpan[], untilHour: number): HourRow[] {
  return spans.flatMap(({ fromHour, toHour = Number.POSITIVE_INFINITY }) => {
    const rows: HourRow[] = [];
    const end = indexFrom(vector, Math.min(toHour, untilHour));
    for (let place = indexFrom(vector, fromHour); place < end; place += 1) {
      if (VECTOR_COLUMNS.some((column) => vector[column][place] !== NO_USE[column]))
        rows.push([vector.hours[place]!, vector.lower[place]!, vector.expected[place]!, vector.upper[place]!]);
    }
    return rows;
  });
}

function statementsOf(attribution: FlagEvidenceInput['attribution'], scope: Scope): ScopeVersionsJson {
  const { links, resolutions, control } = attribution.versionsBehind(scope);
  // Who a record's party is, is the scheme's to know: where a provider may see the flag, the hours do not rest on it.
  const isOfTheScheme = scope.kind === 'party' || scope.kind === 'group';
  const records = isOfTheScheme ? [...links.map(({ customer }) => customer), ...control.flatMap(({ owner, owned }) => [owner, owned])] : [];
  const named = new Set(records);
  return {
    links,
    resolutions,
    control: control.map(({ share, ...edge }) => ({ ...edge, ...(share && { share: printFraction(share) }) })),
    parties: [...named]
      .sort()
      .map((customer) => [customer, attribution.partyOf(customer)] as const)
      .filter(([customer, party]) => customer !== party),
  };
}

import { fromBinary } from '@bufbuild/protobuf';
import { monitor } from '@tidemark/contracts';
import type { CaseFlag, CaseScope, ScopeKind, Tier } from '@tidemark/domain';

/** What `flag.v1` says of a flag itself. Regime and jurisdiction are its rule's. */
export type RaisedFlag = Omit<CaseFlag, 'regime' | 'jurisdiction'>;

/** A message of `flag.v1`, read. */
export type FlagFact = { sequence: bigint; flag: string; knownAtMs: number } & (
  | { type: 'RAISED'; raised: RaisedFlag; identitySequence: bigint; previousFlag: string }
  | { type: 'MOVED'; momentMs: number; totals: CaseFlag['totals'] }
  | { type: 'WITHDRAWN'; reason: string }
  | { type: 'CONFIRMED' | 'SUPERSEDED' | 'PROJECTION_UPDATED' }
);

const TEXT_MAX = 4_000;
const COVERS_MAX = 100_000;

/** Throws with the reason when the bytes are no fact, or one that says what cannot be. */
export function readFlagFact(bytes: Uint8Array): FlagFact {
  const event = fromBinary(monitor.FlagEventSchema, bytes);
  const { sequence, flag, fact } = event;
  if (sequence < 1n || !isId(flag)) throw new Error('a fact without sequence or flag');
  const about = { sequence, flag, knownAtMs: Number(event.knownAtMs) };
  switch (fact.case) {
    case 'raised':
      return { ...about, ...raisedOf(flag, about.knownAtMs, fact.value) };
    case 'moved':
      return { ...about, type: 'MOVED', momentMs: Number(fact.value.momentMs), totals: totalsOf(fact.value.totals) };
    case 'withdrawn':
      return { ...about, type: 'WITHDRAWN', reason: withdrawalOf(fact.value) };
    case 'confirmed':
      return { ...about, type: 'CONFIRMED' };
    case 'superseded':
      return { ...about, type: 'SUPERSEDED' };
    case 'projection':
      return { ...about, type: 'PROJECTION_UPDATED' };
    default:
      throw new Error('a fact without content');
  }
}

function raisedOf(id: string, knownAtMs: number, said: monitor.Flag) {
  if (said.id !== id) throw new Error('a fact about one flag that holds another');
  const { rule, ruleVersion, legalStatus, number, sentence, covers } = said;
  if (!isId(rule) || ruleVersion < 1) throw new Error('a flag without a rule');
  if (sentence.length > TEXT_MAX || covers.length > COVERS_MAX) throw new Error('a flag without end');
  const raised: RaisedFlag = {
    ...{ id, kind: named(monitor.Flag_Kind, said.kind), scope: scopeOf(said.scope), rule, ruleVersion, legalStatus, sentence, covers },
    ...{ momentMs: Number(said.momentMs), knownAtMs, totals: totalsOf(said.totals) },
    ...(said.tier === monitor.Flag_Tier.TIER_UNSPECIFIED ? {} : { tier: named(monitor.Flag_Tier, said.tier) as Tier }),
    ...(number === '' ? {} : { number }),
  };
  return { type: 'RAISED' as const, raised, identitySequence: said.identitySequence, previousFlag: said.previousFlag };
}

function scopeOf(scope: monitor.Scope | undefined): CaseScope {
  if (scope === undefined || !isId(scope.id)) throw new Error('a flag without a scope');
  const kind = named(monitor.Scope_Kind, scope.kind).toLowerCase() as ScopeKind;
  if (scope.provider === '' && (kind === 'cluster' || kind === 'account')) throw new Error(`the ${kind} of a flag has no provider`);
  return {
    kind,
    ...(scope.provider === '' ? {} : { provider: scope.provider }),
    id: scope.id,
    ...(kind === 'group' ? { controlRule: scope.controlRule || 'control' } : {}),
  };
}

const totalsOf = (totals: monitor.FlagTotals | undefined): CaseFlag['totals'] =>
  totals && { lower: totals.lower, expected: totals.expected, upper: totals.upper };

const withdrawalOf = ({ reason, causes }: monitor.FlagWithdrawn): string => (reason || causes.join(', ') || 'withdrawn').slice(0, TEXT_MAX);

const isId = (id: string): boolean => id !== '' && id.length <= 500;

/** The word of an enum's number. A number without a meaning is refused: nothing may be taken for something else. */
function named(words: Readonly<Record<number, string>>, value: number): string {
  const word = words[value];
  if (word === undefined || word.endsWith('UNSPECIFIED')) throw new Error(`an unknown word: ${value}`);
  return word;
}

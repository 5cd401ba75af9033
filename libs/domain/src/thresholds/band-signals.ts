import { type Rule, ruleKey } from '../rulebook/rule.js';
import type { BandCrossing } from './band-judging.js';
import { totalsThrough } from './band-reach.js';
import { printMonth } from './calendar-months.js';
import type { HourVector } from './hour-vector.js';
import { type RepeatedUse, repeatedUse } from './repeated-use.js';
import type { Scope } from './scope.js';
import type { Standing } from './standing.js';

/** As tidemark.monitor.v1.UseSignal names them. */
export const USE_SIGNAL_KINDS = ['BAND_REACHED', 'REPEATED_USE', 'GROWTH_SIXFOLD', 'UNVERIFIED_ABOVE_BAND', 'UNLINKED_ABOVE_BAND'] as const;
export type UseSignalKind = (typeof USE_SIGNAL_KINDS)[number];

/** What use says about the need to verify somebody again: to the customer registry, beside the flags and below them. */
export interface UseSignalStanding {
  /** The same matter has the same key, whenever and however often it is judged: what was sent under a key is not sent again. */
  readonly key: string;
  readonly kind: UseSignalKind;
  readonly scope: SignalScope;
  /** Id of the band; empty for growth. */
  readonly band: string;
  /** In which it became true, hours since 1970. */
  readonly hour: number;
  /** Expected TFLOP of all time by its end. */
  readonly total: bigint;
  /** Of GROWTH_SIXFOLD: expected TFLOP at the last evaluation. */
  readonly evaluated?: bigint | undefined;
}

export type SignalScope = Scope & { readonly kind: 'account' | 'customer' | 'party' };

export interface UseSignalInput {
  readonly scope: SignalScope;
  readonly vector: HourVector;
  readonly bands: readonly BandCrossing[];
  /** Of the scope: flags of levels and of growth are signals too. */
  readonly standings: readonly Standing[];
  readonly nowMs: number;
  /**
   * How often a flag of that matter was raised so far, this time included: a level that lapses again, or a link that ends again, is a matter
   * of its own. Absent: once.
   */
  readonly timesRaised?: ((standing: Standing) => number) | undefined;
}

/** All that hold by what is known now. */
export function useSignals(input: UseSignalInput): UseSignalStanding[] {
  const { scope, bands } = input;
  // An account is verified through its customer, so bands and repetitions are told of whoever can be verified.
  const ofVerified = scope.kind === 'account' ? [] : [...bands.map((band) => bandReached(scope, band)), ...repetitions(input)];
  return [...ofVerified, ...input.standings.flatMap((standing) => ofStanding(input, standing))];
}

const bandReached = (scope: SignalScope, { rule, crossing }: BandCrossing): UseSignalStanding => ({
  key: keyOf('BAND_REACHED', scope, ruleKey(rule), String(crossing.n)),
  kind: 'BAND_REACHED',
  scope,
  band: rule.id,
  hour: crossing.moment.hour,
  total: crossing.totals.expected,
});

/** Only of bands that were reached: use that comes again came once. */
function repetitions({ scope, vector, bands, nowMs }: UseSignalInput): UseSignalStanding[] {
  const rules = new Set<Rule>(bands.map(({ rule }) => rule));
  return [...rules].flatMap((rule) =>
    repeatedUse(vector, rule, nowMs).map((repeated) => ({
      key: keyOf('REPEATED_USE', scope, ruleKey(rule), repeated.pattern, occurrenceOf(repeated)),
      kind: 'REPEATED_USE' as const,
      scope,
      band: rule.id,
      hour: repeated.moment.hour,
      total: totalsThrough(vector, repeated.moment.hour).expected,
    })),
  );
}

const occurrenceOf = ({ pattern, occurrence }: RepeatedUse): string => (pattern === 'MONTHS' ? printMonth(occurrence) : String(occurrence));

function ofStanding({ scope, timesRaised = () => 1 }: UseSignalInput, standing: Standing): UseSignalStanding[] {
  const { kind, rule, ruleVersion, moment, totals, detail } = standing;
  const told = { scope, hour: moment.hour, total: totals?.expected ?? 0n };
  if (kind === 'UNVERIFIED_ABOVE_BAND' || kind === 'UNLINKED_ABOVE_BAND') {
    const key = keyOf(kind, scope, `${rule}@${ruleVersion}`, String(standing.n), String(timesRaised(standing)));
    return [{ ...told, key, kind, band: rule }];
  }
  if (kind !== 'EVALUATION_DUE' || detail.evaluatedFlop === undefined) return [];
  const evaluated = BigInt(String(detail.evaluatedFlop)) / 10n ** 12n;
  return [{ ...told, key: keyOf('GROWTH_SIXFOLD', scope, String(detail.evaluation)), kind: 'GROWTH_SIXFOLD', band: '', evaluated }];
}

/** Parts may hold any character; the bar between them is theirs no more. */
function keyOf(kind: UseSignalKind, scope: SignalScope, ...rest: readonly string[]): string {
  const named = scope.kind === 'account' ? ['account', scope.provider, scope.id] : [scope.kind, scope.id];
  return [kind, ...named, ...rest].map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
}

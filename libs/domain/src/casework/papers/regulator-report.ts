import { inForceWords } from '../../rulebook/legal-status.js';
import type { Rule } from '../../rulebook/rule.js';
import type { CaseState } from '../case-state.js';
import type { CaseFlag, Instant } from '../case-vocabulary.js';
import type { CaseClock } from '../clocks/case-clock.js';
import { twoFigures } from './two-figures.js';

/** What the threshold monitor says beside a flag's own fact: what it takes for granted, and by which metering policy use was counted. */
export interface FlagGrounds {
  assumptions: readonly string[];
  policyVersions: readonly number[];
}

export interface ReportInput {
  state: CaseState;
  rule: Rule;
  /** By flag; a flag that is not in it has none that are known. */
  grounds: ReadonlyMap<string, FlagGrounds>;
  now: Instant;
}

export type RegulatorReportContent = ReturnType<typeof reportContent>;

export const VOLUNTARY =
  "No law in force obliges a cloud provider to report a customer's training run. This report is made by a person, by choice.";

/** The report of one regime, from the flags of the case that its rule raised: plain JSON, the same for the same input. */
export function reportContent({ state, rule, grounds, now }: ReportInput) {
  const flags = flagsOf(state, rule);
  const leading = flags.reduce<Flag | undefined>((most, flag) => (isMore(flag, most) ? flag : most), flags[0]);
  return {
    format: 'tidemark-regulator-report-1',
    case: state.id,
    authority: state.authority,
    subject: state.subject,
    madeFromVersion: state.version,
    asOf: iso(now),
    regime: regimeOf(rule),
    law: {
      onTheDayOfTheCrossing: leading === undefined ? null : inForceWords(rule, leading.momentMs),
      today: inForceWords(rule, now),
      verified: rule.verified,
      words: VOLUNTARY,
    },
    compute: leading?.totals === undefined ? NOT_COUNTED : computeOf(leading, leading.totals),
    method: {
      words: rule.method,
      counts: rule.counts,
      meteringPolicies: distinct(flags.flatMap(({ id }) => grounds.get(id)?.policyVersions ?? [])),
    },
    assumptions: distinct(flags.flatMap(({ id }) => grounds.get(id)?.assumptions ?? [])),
    crossings: flags.map(crossingOf),
    calendar: [...state.clocks.values()].filter(({ regime }) => regime === rule.regime).map(dateOf),
  };
}

/** Those that stand, by this rule in this version, oldest crossing first. */
export const flagsOf = ({ flags }: CaseState, { id, version }: Pick<Rule, 'id' | 'version'>): Flag[] =>
  [...flags.values()]
    .filter((flag) => !flag.withdrawn && flag.rule === id && flag.ruleVersion === version)
    .sort((one, other) => one.momentMs - other.momentMs || (one.id < other.id ? -1 : 1));

type Flag = CaseFlag & { withdrawn: boolean };

const NOT_COUNTED = { words: 'The flags of this case state no amount of compute.' } as const;

function computeOf({ id, momentMs }: Flag, { lower, expected, upper }: NonNullable<CaseFlag['totals']>) {
  return {
    unit: 'FLOP',
    flag: id,
    at: iso(momentMs),
    expected: twoFigures(expected, 'NEAREST') ?? null,
    interval: [twoFigures(lower, 'DOWN') ?? null, twoFigures(upper, 'UP') ?? null],
    exact: { lower, expected, upper },
    words: 'Two significant figures: half to even for the estimate, outward for the bounds.',
  };
}

const crossingOf = ({ id, kind, tier, scope, number, momentMs, knownAtMs, totals, sentence }: Flag) => ({
  flag: id,
  kind,
  tier: tier ?? null,
  scope,
  number: number ?? null,
  moment: iso(momentMs),
  knownAt: iso(knownAtMs),
  totals: totals ?? null,
  sentence,
});

const regimeOf = ({ id, version, title, regime, jurisdiction, citation, duty, number }: Rule) => ({
  rule: id,
  ruleVersion: version,
  title,
  regime,
  jurisdiction,
  citation,
  duty,
  number: number?.printed ?? null,
});

const dateOf = ({ id, duty, startsOn, startedAt, dueAt, status, endedAt, breachedAt, verified }: CaseClock) => ({
  clock: id,
  duty,
  startsOn,
  startedAt: iso(startedAt),
  dueAt: iso(dueAt),
  status,
  endedAt: endedAt === undefined ? null : iso(endedAt),
  breachedAt: breachedAt === undefined ? null : iso(breachedAt),
  verified,
});

/** Amounts have up to forty digits and are compared as they are. */
const isMore = (flag: Flag, most: Flag | undefined): boolean =>
  flag.totals !== undefined && (most?.totals === undefined || wholeOf(flag.totals.expected) > wholeOf(most.totals.expected));

const wholeOf = (decimal: string): bigint => BigInt(/^\d+/.exec(decimal)?.[0] ?? '-1');

const iso = (ms: Instant): string => new Date(ms).toISOString();

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

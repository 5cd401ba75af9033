import { Injectable } from '@nestjs/common';
import {
  coveredFlags,
  explainFlag,
  type FlagChange,
  type FlagExplanation,
  HOUR_MS,
  type MemberShare,
  type MemberTotals,
  type Projection,
  type ProjectionCourse,
  preparedTerms,
  printFraction,
  type Rule,
  type Scope,
  type ScopeMember,
  type ScopeVersions,
  type Standing,
  scopeKey,
  type UseBasis,
} from '@tidemark/domain';
import { flat, hoursByAccount, within } from './account-hours.js';
import type { ScopeOutcome } from './evaluator.js';
import { type FlopTotals, flopOf, flopTotals } from './flag-amounts.js';
import type { FlagRecord } from './flag-records.js';
import type { FlagChangeFacts } from './flag-writer.js';
import { providerOf } from './judge-scope.js';
import type { MonitorMemory } from './monitor-memory.js';
import { type HourRange, type UseShare, UseShares } from './use-shares.port.js';

/** Members that a flag names: the rest is in the number of them. */
const MEMBERS_MAX = 100;
const DAY_MS = 24 * HOUR_MS;

export interface ContentScope {
  readonly kind: string;
  readonly provider?: string;
  readonly id: string;
  readonly controlRule?: string;
}

export interface ContentProjection {
  readonly dayMs: number;
  /** FLOP a day, rounded down. */
  readonly ratePerDay: string;
  readonly horizonDays: number;
}

/** Statements that it rests on; shares as "1/3". */
export type ContentVersions = Omit<ScopeVersions, 'control'> & {
  readonly control: readonly (Omit<ScopeVersions['control'][number], 'share'> & { readonly share?: string })[];
};

/** All that a flag says, as it is kept and shown: the fields of tidemark.monitor.v1.Flag in JSON, and the explanation as data beside them. */
export interface FlagContent {
  readonly id: string;
  readonly kind: string;
  readonly tier?: string | undefined;
  readonly scope: ContentScope;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly legalStatus: string;
  readonly n: number;
  readonly number: string;
  readonly momentMs: number;
  readonly atEntryIntoForce: boolean;
  readonly totals?: FlopTotals | undefined;
  readonly members: readonly { scope: ContentScope; totals: FlopTotals; sharePpm: number }[];
  readonly covers: readonly string[];
  readonly sentence: string;
  readonly assumptions: readonly string[];
  readonly ledgerPosition: string;
  readonly identitySequence: string;
  readonly previousFlag?: string | undefined;
  readonly projectedFlag?: string | undefined;
  readonly leadTimeMs?: number | undefined;
  readonly projection?: ContentProjection | undefined;
  readonly explanation: Omit<FlagExplanation, 'members' | 'sentence' | 'assumptions'>;
  readonly versions: ContentVersions;
  readonly rulebookVersion: string;
  readonly detail: Standing['detail'];
}

export interface RaisedFlag {
  readonly outcome: ScopeOutcome;
  readonly raised: FlagChange & { type: 'RAISED' };
  readonly record: FlagRecord;
}

/** Says of a flag that is being raised all that it will ever say. */
@Injectable()
export class FlagContents {
  constructor(private readonly shares: UseShares) {}

  async of(facts: FlagChangeFacts, flag: RaisedFlag): Promise<FlagContent> {
    const { memory, nowMs } = facts;
    const { outcome, raised, record } = flag;
    const { standing } = raised;
    const rule = memory.rules.all.find(({ id, version }) => id === standing.rule && version === standing.ruleVersion)!;
    const judged = outcome.judgement.projections.get(`${standing.rule}@${standing.ruleVersion}`);
    const projection = standing.tier === 'PROJECTED' ? judged?.projection : undefined;
    const use = standing.kind === 'CAPACITY' ? undefined : await this.useBehind(facts, standing, rule);
    const scopeName = nameOf(standing.scope);
    const { members, sentence, assumptions, ...explanation } = explainFlag({
      standing,
      rule,
      scopeName,
      knownAtMs: nowMs,
      members: use?.members ?? [],
      basis: use?.basis,
      projection,
    });
    return {
      ...headOf(memory, standing, record.id),
      legalStatus: explanation.rule.legalStatus,
      number: rule.number?.printed ?? '',
      members: members.slice(0, MEMBERS_MAX).map((member) => contentMember(memory, member)),
      covers: covered(memory, standing, record),
      sentence,
      assumptions,
      ledgerPosition: facts.ledgerPosition.toString(),
      identitySequence: facts.identitySequence.toString(),
      previousFlag: raised.previous,
      ...confirmedBy(outcome, record),
      ...(projection && judged && { projection: projectionOf(judged.course, projection) }),
      explanation,
      versions: contentVersions(memory.attribution.versionsBehind(standing.scope)),
      rulebookVersion: memory.rules.version,
      detail: standing.detail,
    };
  }

  /** Over the hours that the standing counts. */
  private async useBehind(
    { tx, memory }: FlagChangeFacts,
    standing: Standing,
    rule: Rule,
  ): Promise<{ members: MemberTotals[]; basis: UseBasis }> {
    const { scope } = standing;
    const range = countedHours(standing, rule);
    if (scope.kind === 'cluster') {
      const id = memory.clusters.idOf(scope.provider, scope.id);
      const shares = id === undefined ? [] : await this.shares.byAccountInCluster(tx, id, range);
      return summed(shares, ({ id }) => accountScope(memory, id));
    }
    if (scope.kind === 'account') {
      const id = memory.accounts.idOf(scope.provider, scope.id);
      const shares = id === undefined ? [] : await this.shares.byClusterOfAccount(tx, id, range);
      return summed(shares, ({ id }) => clusterScope(memory, id));
    }
    if (scope.kind !== 'customer') return this.byMember({ tx, memory }, standing, range);
    const hours = within(hoursByAccount(memory.spansOf(scope), memory.accounts), [range.fromHour, range.toHour]);
    return summed(await this.shares.byAccount(tx, flat(hours)), ({ id }) => accountScope(memory, id));
  }

  /** Of a party its records, of a group its parties: each with what its accounts brought in while they were of it. No hour is of two. */
  private async byMember(
    { tx, memory }: Pick<FlagChangeFacts, 'tx' | 'memory'>,
    { scope, detail: { provider } }: Standing,
    { fromHour, toHour }: HourRange,
  ): Promise<{ members: MemberTotals[]; basis: UseBasis }> {
    const members = memory.attribution.membersOf(scope, fromHour, toHour);
    const shares = await this.shares.byPart(
      tx,
      members.map((member) => accountHoursOf(memory, member, provider)),
    );
    return summed(shares, ({ id }) => members[id]!.scope);
  }
}

/** At one provider alone where that is what was judged. */
function accountHoursOf(memory: MonitorMemory, member: ScopeMember, provider: unknown) {
  const hours = new Map<number, number[]>();
  const gather = ({ scope, intervals, members }: ScopeMember): void => {
    if (scope.kind === 'account' && (provider === undefined || provider === scope.provider)) {
      const id = memory.accounts.idOf(scope.provider, scope.id);
      if (id !== undefined) hours.set(id, [...(hours.get(id) ?? []), ...intervals.flat()]);
    }
    members.forEach(gather);
  };
  gather(member);
  return flat(hours);
}

/** Hours up to the moment's, of the rule's window; of a projection those before the hour at which it was made are all there are. */
function countedHours({ moment, tier, atEntryIntoForce }: Standing, rule: Rule): { fromHour: number; toHour: number } {
  const toHour = tier === 'PROJECTED' ? Infinity : atEntryIntoForce ? moment.hour : moment.hour + 1;
  const windowHours = rule.number && rule.comparison ? preparedTerms(rule).terms.windowHours : undefined;
  return { fromHour: windowHours === undefined || tier === 'PROJECTED' ? -Infinity : toHour - windowHours, toHour };
}

function headOf(
  memory: MonitorMemory,
  { kind, tier, scope, rule, ruleVersion, n, moment, atEntryIntoForce, totals }: Standing,
  id: string,
) {
  return {
    id,
    kind,
    tier,
    scope: contentScope(memory, scope),
    rule,
    ruleVersion,
    n,
    momentMs: moment.hour * HOUR_MS + moment.minute * 60_000,
    atEntryIntoForce,
    totals: totals && flopTotals(totals),
  };
}

/** The open flags of what is inside a party or group, by the same rule and tier. */
function covered(memory: MonitorMemory, standing: Standing, record: FlagRecord): string[] {
  if (standing.scope.kind !== 'group' && standing.scope.kind !== 'party') return [];
  const inside = new Set<string>();
  const gather = ({ scope, members }: ScopeMember): void => {
    inside.add(scopeKey(scope));
    members.forEach(gather);
  };
  memory.attribution.membersOf(standing.scope, -Infinity, Infinity).forEach(gather);
  const candidates = [...inside].flatMap((key) => memory.flags.open(key).filter(({ shadow }) => shadow === record.shadow));
  return coveredFlags(standing, inside, candidates);
}

function confirmedBy({ changes }: ScopeOutcome, { id }: FlagRecord): Pick<FlagContent, 'projectedFlag' | 'leadTimeMs'> {
  const confirmed = changes.find((change) => change.type === 'CONFIRMED' && change.by === id);
  return confirmed?.type === 'CONFIRMED' ? { projectedFlag: confirmed.flag, leadTimeMs: confirmed.leadTimeMs } : {};
}

export function projectionOf(course: ProjectionCourse, { rate, horizonDays, day }: Projection): ContentProjection {
  const told = course.status === 'RAISED' ? course.toldDay : day!;
  return { dayMs: told * DAY_MS, ratePerDay: rate ? flopOf(rate.perDay.numerator / rate.perDay.denominator) : '0', horizonDays };
}

function contentVersions({ control, ...versions }: ScopeVersions): ContentVersions {
  return { ...versions, control: control.map(({ share, ...edge }) => ({ ...edge, ...(share && { share: printFraction(share) }) })) };
}

const nameOf = (scope: Scope): string => ('provider' in scope ? `${scope.provider}/${scope.id}` : scope.id);

/** As messages and answers write scopes. */
export function contentScope(memory: MonitorMemory, scope: Scope): ContentScope {
  const provider = providerOf(memory, scope);
  return {
    kind: scope.kind.toUpperCase(),
    ...(provider ? { provider } : {}),
    id: scope.id,
    ...(scope.kind === 'group' ? { controlRule: scope.controlRule } : {}),
  };
}

const contentMember = (memory: MonitorMemory, { scope, totals, sharePpm }: MemberShare) => ({
  scope: contentScope(memory, scope),
  totals: flopTotals(totals),
  sharePpm,
});

const accountScope = (memory: MonitorMemory, id: number): Scope => {
  const { provider, name } = memory.accounts.of(id);
  return { kind: 'account', provider, id: name };
};

const clusterScope = (memory: MonitorMemory, id: number): Scope => {
  const { provider, name } = memory.clusters.of(id);
  return { kind: 'cluster', provider, id: name };
};

function summed(shares: readonly UseShare[], scopeOf: (share: UseShare) => Scope): { members: MemberTotals[]; basis: UseBasis } {
  const members = shares.map((share) => {
    const scope = scopeOf(share);
    return { scope, name: nameOf(scope), totals: share.totals };
  });
  return { members, basis: basisOf(shares) };
}

type Graded = UseBasis['byEvidence'];

function basisOf(shares: readonly UseShare[]): UseBasis {
  const graded = (of: (basis: UseBasis) => Graded): Graded =>
    shares.reduce<Graded>((sum, { basis }) => {
      const own = of(basis);
      return {
        DECLARED: (sum.DECLARED ?? 0n) + (own.DECLARED ?? 0n),
        BILLED: (sum.BILLED ?? 0n) + (own.BILLED ?? 0n),
        TELEMETRY: (sum.TELEMETRY ?? 0n) + (own.TELEMETRY ?? 0n),
        ATTESTED: (sum.ATTESTED ?? 0n) + (own.ATTESTED ?? 0n),
      };
    }, {});
  return {
    expected: shares.reduce((sum, { basis }) => sum + basis.expected, 0n),
    byEvidence: graded(({ byEvidence }) => byEvidence),
    onPrior: shares.reduce((sum, { basis }) => sum + basis.onPrior, 0n),
    labelled: graded(({ labelled }) => labelled),
  };
}

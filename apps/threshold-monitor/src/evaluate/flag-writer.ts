import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  bandCrossings,
  evolveFlags,
  type FlagCause,
  type FlagChange,
  flagKey,
  HOUR_MS,
  type HourMoment,
  rulesFor,
  type Scope,
  scopeKey,
  type UseSignalStanding,
  useSignals,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { ScopeOutcome } from './evaluator.js';
import { flopTotals } from './flag-amounts.js';
import { type FlagContent, FlagContents, projectionOf } from './flag-content.js';
import { flagEventMessage, signalMessage } from './flag-messages.js';
import type { FlagRecord } from './flag-records.js';
import { FlagStore, type FlagUpdate, type NewFlag, type NewFlagEvent } from './flag-store.port.js';
import { type JudgedProjection, providerOf } from './judge-scope.js';
import type { MonitorMemory } from './monitor-memory.js';

/** What the writing of flags needs of the change that they came out of. */
export interface FlagChangeFacts {
  readonly tx: Transaction;
  readonly memory: MonitorMemory;
  readonly nowMs: number;
  readonly change: bigint;
  readonly ledgerPosition: bigint;
  readonly identitySequence: bigint;
}

/** Writes down what became of flags, and tells it: on flag.v1 each fact once, in one order; on use.v1 each signal once. */
@Injectable()
export class FlagWriter {
  constructor(
    private readonly store: FlagStore,
    private readonly contents: FlagContents,
  ) {}

  /** Answers the sequence of the last fact about flags. */
  async write(facts: FlagChangeFacts, outcomes: readonly ScopeOutcome[], sequence: bigint): Promise<bigint> {
    const { tx, nowMs, change } = facts;
    const raised: NewFlag[] = [];
    const updated: FlagUpdate[] = [];
    const told: NewFlagEvent[] = [];
    // Smaller scopes first: a group's flag names theirs.
    for (const outcome of [...outcomes].sort((a, b) => widthOf(a) - widthOf(b))) {
      const records = this.evolve(facts, outcome);
      for (const one of outcome.changes) {
        const record = records.get(one.flag)!;
        const content = one.type === 'RAISED' ? await this.contents.of(facts, { outcome, raised: one, record }) : undefined;
        if (content) raised.push(newFlag(facts, record, content));
        else updated.push(updateOf(record));
        const event = outcome.shadow ? undefined : eventOf(facts, { outcome, change: one, record, content, sequence: sequence + 1n });
        if (!event) continue;
        sequence += 1n;
        told.push(event);
      }
      updated.push(...movedCourses(outcome, records));
    }
    if (raised.length > 0) await this.store.raise(tx, raised, { change, nowMs });
    if (updated.length > 0) await this.store.update(tx, updated, nowMs);
    if (told.length > 0) await this.store.tell(tx, told, nowMs);
    await this.signal(facts, outcomes);
    return sequence;
  }

  /** The scope's flags after the changes, in memory too. */
  private evolve({ memory, nowMs }: FlagChangeFacts, { flags, changes, shadow, judgement }: ScopeOutcome): Map<string, FlagRecord> {
    const before = new Map(flags.map((flag) => [flag.id, flag]));
    const changed = new Set(changes.map(({ flag }) => flag));
    const records = new Map<string, FlagRecord>();
    for (const flag of evolveFlags(flags, changes, nowMs)) {
      const projected = flag.tier === 'PROJECTED' ? judgement.projections.get(`${flag.rule}@${flag.ruleVersion}`) : undefined;
      const known = before.get(flag.id);
      const course = projected && flag.status === 'OPEN' ? projected.course : known?.course;
      const times = known?.times ?? timesRaised(flags, flag) + 1;
      const record: FlagRecord = { ...flag, shadow, times, ...(course && { course }) };
      if (changed.has(flag.id) || course !== known?.course) memory.flags.put(record);
      records.set(flag.id, record);
    }
    return records;
  }

  private async signal({ tx, memory, nowMs }: FlagChangeFacts, outcomes: readonly ScopeOutcome[]): Promise<void> {
    const signals: UseSignalStanding[] = [];
    for (const { scope, vector, judgement, shadow } of outcomes) {
      if (shadow || scope.kind === 'cluster' || scope.kind === 'group') continue;
      const bands = bandCrossings({ scope, vector, rules: rulesFor(memory.rules.live, providerOf(memory, scope)) });
      const flags = memory.flags.of(scopeKey(scope));
      const raisedSoFar = (standing: Parameters<typeof flagKey>[0]) =>
        flags.find((flag) => !flag.shadow && flagKey(flag) === flagKey(standing))?.times ?? 1;
      signals.push(...useSignals({ scope, vector, bands, standings: judgement.standings, nowMs, timesRaised: raisedSoFar }));
    }
    if (signals.length === 0) return;
    const version = memory.rules.version;
    await this.store.signal(
      tx,
      signals.map((signal) => {
        const id = randomUUID();
        const provider = providerOf(memory, signal.scope) ?? '';
        return { key: signal.key, id, provider, message: signalMessage(signal, { id, provider, version, nowMs }) };
      }),
      nowMs,
    );
  }
}

const WIDTH: readonly Scope['kind'][] = ['account', 'cluster', 'customer', 'party', 'group'];
const widthOf = ({ scope }: ScopeOutcome): number => WIDTH.indexOf(scope.kind);

/** Of one matter, as many as were raised before: the last that ended says how many. */
function timesRaised(flags: readonly FlagRecord[], flag: Pick<FlagRecord, 'kind' | 'rule' | 'ruleVersion' | 'tier' | 'n'>): number {
  return Math.max(0, ...flags.filter((one) => flagKey(one) === flagKey(flag)).map(({ times }) => times));
}

/** Courses of projections that went on without anything to tell. */
function movedCourses({ flags, changes }: ScopeOutcome, records: ReadonlyMap<string, FlagRecord>): FlagUpdate[] {
  const told = new Set(changes.map(({ flag }) => flag));
  return flags.filter(({ id, course }) => !told.has(id) && records.get(id)!.course !== course).map(({ id }) => updateOf(records.get(id)!));
}

const momentMs = ({ hour, minute }: HourMoment): number => hour * HOUR_MS + minute * 60_000;

function newFlag({ memory }: FlagChangeFacts, record: FlagRecord, content: FlagContent): NewFlag {
  const { id, scope, kind, tier, rule, ruleVersion, n, shadow, place } = record;
  return {
    id,
    provider: providerOf(memory, scope),
    scopeKind: scope.kind,
    scopeId: scope.id,
    scopeKey: scopeKey(scope),
    kind,
    tier,
    rule,
    ruleVersion,
    n,
    shadow,
    content,
    momentMs: momentMs(place.moment),
    state: stateOf(record),
  };
}

const updateOf = (record: FlagRecord): FlagUpdate => ({
  id: record.id,
  status: record.status,
  momentMs: momentMs(record.place.moment),
  state: stateOf(record),
});

/** What judging needs of the flag after a restart; JSON, amounts as decimal strings. */
function stateOf({ scope, place, told, course, times }: FlagRecord): object {
  const totals = place.totals && {
    lower: place.totals.lower.toString(),
    expected: place.totals.expected.toString(),
    upper: place.totals.upper.toString(),
  };
  return { scope, place: { ...place, totals }, told, times, ...(course && { course }) };
}

interface ToldChange {
  readonly outcome: ScopeOutcome;
  readonly change: FlagChange;
  readonly record: FlagRecord;
  readonly content: FlagContent | undefined;
  readonly sequence: bigint;
}

/** Undefined: nothing that anybody is to be told. */
function eventOf({ memory, nowMs }: FlagChangeFacts, told: ToldChange): NewFlagEvent | undefined {
  const { outcome, change, record, content, sequence } = told;
  const detail = detailOf(change, outcome, record, content);
  if (!detail || change.type === 'ADJUSTED') return undefined;
  const type = change.type === 'MOVED' && record.tier === 'PROJECTED' ? 'PROJECTION_UPDATED' : change.type;
  const provider = providerOf(memory, record.scope);
  return {
    sequence,
    flag: record.id,
    provider,
    type,
    detail,
    message: flagEventMessage({ sequence, nowMs, flag: record.id, type, detail }),
  };
}

function detailOf(change: FlagChange, outcome: ScopeOutcome, record: FlagRecord, content: FlagContent | undefined): object | undefined {
  switch (change.type) {
    case 'RAISED':
      return content;
    case 'MOVED':
      if (record.tier === 'PROJECTED') return projectionDetail(outcome.judgement.projections.get(`${record.rule}@${record.ruleVersion}`)!);
      return {
        momentMs: momentMs(change.to.moment),
        previousMomentMs: momentMs(change.from.moment),
        atEntryIntoForce: change.to.atEntryIntoForce,
        ...(change.to.totals && { totals: flopTotals(change.to.totals) }),
        causes: change.causes,
      };
    case 'ADJUSTED':
      return undefined;
    case 'WITHDRAWN':
      return { causes: change.causes, reason: change.reason ?? withdrawalWords(change.causes) };
    case 'CONFIRMED':
      return { byFlag: change.by, leadTimeMs: change.leadTimeMs };
    case 'SUPERSEDED':
      return { ruleVersion: change.ruleVersion, byFlag: change.by };
    default:
      return change satisfies never;
  }
}

const projectionDetail = ({ course, projection }: JudgedProjection): object => ({ projection: projectionOf(course, projection) });

/** In words, for those who have no list of causes at hand. */
function withdrawalWords(causes: readonly FlagCause[]): string {
  const reasons = causes.map((cause) => WITHDRAWN_BY[cause]);
  return `By what is known now there is no such matter any more: ${reasons.join(', ')}.`;
}

const WITHDRAWN_BY: Record<FlagCause, string> = {
  USAGE: 'later usage',
  CORRECTION: 'withdrawn by a correction of the usage',
  LINK: 'an account was linked',
  UNLINK: 'a link of an account was ended or reversed',
  RESOLVED: 'the records are of another party',
  CONTROL: 'who controls whom changed',
  LEVEL: 'the level of verification changed',
  DECLARATION: 'the declaration changed',
  SUSPENSION: 'the suspension changed',
  REGISTRATION: 'the registration of the compute cluster changed',
  EVALUATION: 'an evaluation was recorded',
  RULE: 'the rule changed or is no longer in play',
  CLOCK: 'time went by',
};

import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  decideFlags,
  type FlagChange,
  HOUR_MS,
  type HourVector,
  type Rule,
  ruleKey,
  type Scope,
  scopeKey,
  type TripleTotal,
  wasUsedLately,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { flat, hoursByAccount } from './account-hours.js';
import { courseOf, type FlagRecord } from './flag-records.js';
import { type Judgement, judgeScope } from './judge-scope.js';
import type { MonitorMemory } from './monitor-memory.js';
import { MustJudge } from './must-judge.js';
import { ScopeTotals } from './scope-totals.js';
import { ScopeVectors } from './scope-vectors.js';
import type { TouchedScope, TouchedScopes } from './touched-scopes.js';
import { VectorSource } from './vector-source.port.js';

/** What a change of the monitor offers to whoever judges it. */
export interface Judging {
  readonly tx: Transaction;
  readonly memory: MonitorMemory;
  readonly touched: TouchedScopes;
  readonly nowMs: number;
}

/** What is to be told and kept of one scope; of the rules in trial apart. */
export interface ScopeOutcome {
  readonly scope: Scope;
  readonly vector: HourVector;
  readonly causes: TouchedScope['causes'];
  readonly shadow: boolean;
  readonly judgement: Judgement;
  readonly flags: readonly FlagRecord[];
  readonly changes: readonly FlagChange[];
}

/** Judges what a change touched, from vectors and totals that it keeps in step. */
@Injectable()
export class Evaluator {
  private totals!: ScopeTotals;
  private vectors!: ScopeVectors;
  private must!: MustJudge;

  constructor(private readonly source: VectorSource) {}

  /** To be called with every memory that was read anew. */
  begin(memory: MonitorMemory): void {
    this.totals = new ScopeTotals(memory, this.source);
    this.vectors = new ScopeVectors(memory, this.source);
    this.must = new MustJudge(memory);
  }

  /** Use of an account's hour in all scopes that it is of, once it is in the tables and in memory. */
  post(scopes: readonly Scope[], accountId: number, hour: number, amounts: TripleTotal): void {
    this.vectors.post(scopes, accountId, hour, amounts);
  }

  /** Whatever hangs on the clock. */
  touchForHour({ memory, touched }: Judging): void {
    this.touchEvery({ memory, touched }, 'CLOCK', ({ expected }) => expected >= this.must.floor);
  }

  touchAll({ memory, touched }: Judging, cause: 'CLOCK' | 'RULE'): void {
    this.touchEvery({ memory, touched }, cause, (totals) => this.must.canStand(totals));
    for (const { provider, id } of memory.registered.all()) touched.touch({ kind: 'cluster', provider, id }, Infinity, [cause]);
  }

  async judge(judging: Judging): Promise<ScopeOutcome[]> {
    const { tx, memory, touched, nowMs } = judging;
    const outcomes: ScopeOutcome[] = [];
    const regrouped = regroupedScopes(memory, touched);
    for (const one of inOrder(touched, regrouped)) {
      const flags = memory.flags.of(scopeKey(one.scope));
      const totals = await this.totals.move(tx, one);
      const isSure = this.must.judge(one, totals, flags, nowMs);
      if (!isSure && !this.must.foretell(one, totals.after, nowMs)) continue;
      const vector = await this.vectors.of(tx, one.scope, regrouped);
      if (!isSure && !wasUsedLately(vector, Math.floor(nowMs / HOUR_MS))) continue;
      const use = await this.useOf(judging, one.scope);
      const vectorsAt = await this.vectorsAt(judging, one.scope);
      for (const shadow of [false, true]) outcomes.push(...this.decide(judging, { touched: one, vector, vectorsAt, use, shadow }));
    }
    // What was not judged may rest on hours that are another's by now.
    const judged = new Set(outcomes.map(({ scope }) => scope));
    for (const scope of regrouped) if (!judged.has(scope)) this.vectors.forget(scope);
    this.vectors.dropOldest();
    return outcomes;
  }

  /** For explanations: valid until the next change. */
  vectorOf(tx: Transaction, scope: Scope): Promise<HourVector> {
    return this.vectors.of(tx, scope);
  }

  totalsOf(tx: Transaction, scope: Scope): Promise<TripleTotal> {
    return this.totals.of(tx, scope);
  }

  private decide(
    { memory, nowMs }: Judging,
    {
      touched,
      vector,
      vectorsAt,
      use,
      shadow,
    }: {
      touched: TouchedScope;
      vector: HourVector;
      vectorsAt: Awaited<ReturnType<Evaluator['vectorsAt']>>;
      use: Awaited<ReturnType<Evaluator['useOf']>>;
      shadow: boolean;
    },
  ): ScopeOutcome[] {
    const rules = shadow ? memory.rules.trial : memory.rules.live;
    const flags = memory.flags.of(scopeKey(touched.scope)).filter((flag) => flag.shadow === shadow);
    if (rules.length === 0 && flags.length === 0) return [];
    const { scope, causes } = touched;
    const courses = (rule: Rule) => courseOf(flags.find((flag) => flag.status === 'OPEN' && flag.tier === 'PROJECTED' && isOf(flag, rule)));
    const judgement = judgeScope(memory, { scope, vector, vectorsAt, use, nowMs }, rules, courses);
    const changes = decideFlags(flags, judgement.standings, {
      nowMs,
      causes: [...causes],
      newId: () => randomUUID(),
      reasons: projectionEnds(flags, judgement),
    });
    return [{ scope, vector, causes, shadow, judgement, flags, changes }];
  }

  /** An order is made to one provider: of what stands over providers, the use there alone is a breach of it. Orders are few. */
  private async vectorsAt({ tx, memory }: Judging, scope: Scope): Promise<ReadonlyMap<string, HourVector> | undefined> {
    const orders = memory.orders.of(scope);
    if (orders.length === 0 || (scope.kind !== 'party' && scope.kind !== 'group')) return undefined;
    const vectors = new Map<string, HourVector>();
    for (const provider of new Set(orders.map((order) => order.provider))) {
      const spans = memory.spansOf(scope).filter((span) => span.provider === provider);
      vectors.set(provider, await this.source.sumOf(tx, flat(hoursByAccount(spans, memory.accounts))));
    }
    return vectors;
  }

  private async useOf({ tx, memory }: Judging, scope: Scope) {
    const id = scope.kind === 'cluster' ? memory.clusters.idOf(scope.provider, scope.id) : undefined;
    return id === undefined ? undefined : this.source.useOfCluster(tx, id);
  }

  /** Accounts are many, and nearly all of them small: only those whose totals say that something can stand, or of which something does. */
  private touchEvery(
    { memory, touched }: Pick<Judging, 'memory' | 'touched'>,
    cause: 'CLOCK' | 'RULE',
    isWorthIt: (totals: TripleTotal) => boolean,
  ): void {
    const touch = (scope: Scope) => touched.touch(scope, Infinity, [cause]);
    for (const id of memory.accountTotals.all()) {
      if (!isWorthIt(memory.accountTotals.of(id))) continue;
      const { provider, name } = memory.accounts.of(id);
      touch({ kind: 'account', provider, id: name });
    }
    for (const { provider, name } of memory.clusters.all()) touch({ kind: 'cluster', provider, id: name });
    for (const id of memory.attribution.customers()) touch({ kind: 'customer', id });
    for (const id of memory.attribution.parties()) touch({ kind: 'party', id });
    for (const controlRule of memory.controlRules)
      for (const id of memory.attribution.controllers(controlRule)) touch({ kind: 'group', id, controlRule });
    for (const scope of [...memory.flags.scopes(), ...memory.orders.scopes()]) touch(scope);
  }
}

const isOf = (flag: FlagRecord, rule: Rule): boolean => flag.rule === rule.id && flag.ruleVersion === rule.version;

/** Why projections end, by flag. */
function projectionEnds(flags: readonly FlagRecord[], { projections }: Judgement): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const flag of flags) {
    if (flag.tier !== 'PROJECTED' || flag.status !== 'OPEN') continue;
    const change = projections.get(ruleKey({ id: flag.rule, version: flag.ruleVersion }))?.change;
    if (change?.type === 'WITHDRAWN') reasons.set(flag.id, change.reason);
  }
  return reasons;
}

/** Those of most accounts first: what they take over is still kept whole when they are mended. */
function regroupedScopes(memory: MonitorMemory, touched: TouchedScopes): Scope[] {
  const scopes = [...touched.all()].flatMap(([, one]) => (one.regrouped ? [one.scope] : []));
  const size = new Map(scopes.map((scope) => [scope, memory.spansOf(scope).length]));
  return scopes.sort((a, b) => size.get(b)! - size.get(a)!);
}

function inOrder(touched: TouchedScopes, regrouped: readonly Scope[]): TouchedScope[] {
  const all = new Map([...touched.all()]);
  const first = regrouped.map((scope) => all.get(scopeKey(scope))!);
  return [...first, ...[...all.values()].filter(({ regrouped: is }) => !is)];
}

import { setImmediate as othersFirst } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, Clock } from '@tidemark/access';
import type { Attribution, Scope } from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { orRefusal, problemOf } from '../ask/asking-problems.js';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Answer, refuse } from '../ask/refusal.js';
import { RulesInForce } from '../ask/rules-in-force.js';
import { ScopeHoursReader } from '../totals/scope-hours.js';
import { TotalsReader } from '../totals/totals.port.js';
import { type Candidate, Candidates } from './candidates.js';
import { type SupposedCrossing, supposedCrossings } from './supposed-crossings.js';
import { type RawSupposition, readSupposition, type Supposition } from './supposition.js';
import { type StandingFlag, WhatIfReader } from './what-if.port.js';

/** Hours of accounts that one answer may read: some seconds of the database's work. */
const HOURS_MAX = 30_000_000;
/** Each asks the database once. */
const SCOPES_MAX = 5_000;
/** So many scopes' accounts are read in one go. */
const AHEAD = 64;
/** At one time in this process, and of one caller. */
const AT_ONCE_MAX = 3;

export interface WouldBe extends SupposedCrossing {
  readonly scope: Scope;
  /** The flag that stands for it today. */
  readonly flag: StandingFlag | undefined;
}

export interface WhatIfAnswer {
  readonly supposed: Supposition;
  readonly knownAtMs: number;
  readonly wouldBe: readonly WouldBe[];
  /** Flags that stand by the rule and would not. */
  readonly gone: readonly StandingFlag[];
  /** Scopes whose total passes, of which nobody said whether the rule's conditions hold. */
  readonly notEvaluable: number;
}

/** Who would be flagged at another number: the same data, judged by what is supposed. Nothing is written down. */
@Injectable()
export class WhatIfHandler {
  private readonly asking = new Set<string>();

  constructor(
    private readonly transactions: Transactions,
    private readonly reader: WhatIfReader,
    private readonly totals: TotalsReader,
    private readonly hours: ScopeHoursReader,
    private readonly identity: KnownIdentity,
    private readonly rules: RulesInForce,
    private readonly clock: Clock,
  ) {}

  async ask(caller: Caller, raw: RawSupposition): Promise<WhatIfAnswer> {
    const who = `${caller.provider ?? ''}\t${actorOf(caller)}`;
    if (this.asking.has(who) || this.asking.size >= AT_ONCE_MAX)
      throw problemOf({ code: 'WHAT_IF_BUSY', detail: 'One such question at a time: it reads much.' });
    this.asking.add(who);
    try {
      await this.identity.ready();
      return orRefusal(await this.transactions.read(tenantOfReader(caller), (tx) => this.answer(tx, caller, raw)));
    } finally {
      this.asking.delete(who);
    }
  }

  private async answer(tx: Transaction, caller: Caller, raw: RawSupposition): Promise<Answer<WhatIfAnswer>> {
    const read = readSupposition(caller, raw, [...(await this.rules.known(tx)), ...(await this.rules.all(tx))]);
    if ('refused' in read) return read;
    const supposed = read.answer;
    const head = await this.totals.head(tx);
    const attribution = suppose(await this.identity.asKnownAt(head.identitySequence, head.knownAtMs), supposed);
    const candidates = await this.candidates(tx, caller, attribution, supposed);
    if ('refused' in candidates) return candidates;
    const { crossings, notEvaluable } = await this.judge(tx, attribution, supposed, candidates.answer);
    const { rule } = supposed;
    const standing = rule ? await this.reader.standing(tx, rule.id, rule.version) : [];
    return { answer: { supposed, knownAtMs: head.knownAtMs, notEvaluable, ...compared(crossings, standing, supposed) } };
  }

  private async candidates(tx: Transaction, caller: Caller, attribution: Attribution, supposed: Supposition): Promise<Answer<Candidate[]>> {
    const used = { accounts: await this.reader.accounts(tx), clusters: await this.reader.clusters(tx) };
    const found: Candidate[] = [];
    let hours = 0;
    for (const candidate of new Candidates(caller, attribution, supposed, used).all()) {
      if (candidate === 'PAUSE') {
        await othersFirst();
        continue;
      }
      found.push(candidate);
      hours += candidate.hours;
      if (found.length > SCOPES_MAX || hours > HOURS_MAX)
        return refuse(
          'WHAT_IF_TOO_LARGE',
          `More than ${SCOPES_MAX} scopes, or ${HOURS_MAX} hours of accounts, could pass the number.`,
          'number',
        );
    }
    return { answer: found };
  }

  private async judge(tx: Transaction, attribution: Attribution, supposed: Supposition, candidates: readonly Candidate[]) {
    const nowMs = this.clock.now();
    const crossings: Omit<WouldBe, 'flag'>[] = [];
    let notEvaluable = 0;
    const hours = this.hours.forMany(tx, attribution);
    for (const [i, { scope }] of candidates.entries()) {
      if (i % AHEAD === 0) await hours.ahead(candidates.slice(i, i + AHEAD).map((candidate) => candidate.scope));
      const answers = supposed.conditions.map((condition) => attribution.conditionOf(scope, condition, nowMs));
      if (answers.includes('NO')) continue;
      const found = supposedCrossings(await hours.of(scope), supposed);
      if (!answers.includes('UNKNOWN')) crossings.push(...found.map((crossing) => ({ ...crossing, scope })));
      else if (found.length > 0) notEvaluable++;
    }
    return { crossings, notEvaluable };
  }
}

const suppose = (attribution: Attribution, { ownershipShare }: Supposition): Attribution =>
  ownershipShare === undefined ? attribution : attribution.byOwnershipShare(ownershipShare);

/** Groups are compared by their controller, whichever rule says who is under it. */
const keyOf = (kind: string, provider: string | undefined, id: string, tier: string, n: number): string =>
  [kind, kind === 'cluster' || kind === 'account' ? provider : '', id, tier, n].join('\t');

function compared(crossings: readonly Omit<WouldBe, 'flag'>[], standing: readonly StandingFlag[], { scopes }: Supposition) {
  const flags = new Map(standing.map((flag) => [keyOf(flag.scopeKind, flag.provider, flag.scopeId, flag.tier, flag.n), flag]));
  const wouldBe = crossings.map((crossing): WouldBe => {
    const { scope, tier, n } = crossing;
    const key = keyOf(scope.kind, 'provider' in scope ? scope.provider : undefined, scope.id, tier, n);
    const flag = flags.get(key);
    flags.delete(key);
    return { ...crossing, flag };
  });
  return { wouldBe, gone: [...flags.values()].filter(({ scopeKind }) => scopes.includes(scopeKind)) };
}

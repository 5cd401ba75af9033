import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import {
  CURRENT_METERING_POLICY,
  type FlagEvidence,
  HOUR_MS,
  makeFlagEvidence,
  type Rule,
  type Scope,
  type Standing,
} from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { orRefusal } from '../ask/asking-problems.js';
import { IdentityFacts } from '../ask/identity-facts.port.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Answer, refuse } from '../ask/refusal.js';
import { RulesInForce } from '../ask/rules-in-force.js';
import type { StoredFlag } from '../flags/flags.port.js';
import { FlagsQueries } from '../flags/flags.query.js';
import { type AskedHead, type HourWindow, TotalsReader } from '../totals/totals.port.js';
import { TotalsAt } from '../totals/totals-at.js';
import { EvidenceFactsReader } from './evidence-facts.js';
import { standingOf } from './flag-standing.js';
import { AccountVectors, VectorsThen } from './vectors-then.js';

/** The bundle of a flag, made again at any time exactly as of the transaction that raised it. */
@Injectable()
export class EvidenceQuery {
  constructor(
    private readonly flags: FlagsQueries,
    private readonly transactions: Transactions,
    private readonly reader: TotalsReader,
    private readonly totals: TotalsAt,
    private readonly identity: KnownIdentity,
    private readonly identityFacts: IdentityFacts,
    private readonly rules: RulesInForce,
    private readonly vectors: VectorsThen,
    private readonly facts: EvidenceFactsReader,
  ) {}

  async of(caller: Caller, id: string): Promise<FlagEvidence> {
    // The caller may see the flag, so all that is its scope's; behind it lie facts and batches that no one provider's reader may open.
    const { flag } = await this.flags.one(caller, id);
    await this.identity.ready();
    return orRefusal(await this.transactions.read({ oversight: true }, (tx) => this.bundle(tx, flag)));
  }

  private async bundle(tx: Transaction, flag: StoredFlag): Promise<Answer<FlagEvidence>> {
    const standing = standingOf(flag);
    const { scope, kind } = standing;
    const rule = await this.ruleOf(tx, standing);
    const attribution = await this.identity.upTo(tx, await this.identityFacts.lastAtChange(tx, flag.change));
    const head = await this.reader.head(tx);
    const window = countedWindow(flag, standing);
    const then = { scope, attribution, window, change: flag.change, upToChange: head.change };
    // A registration stands by itself, and use beyond it is told by accelerator-time.
    const vectors = kind === 'CAPACITY' || kind === 'OVER_CAPACITY' ? new AccountVectors() : await this.vectors.of(tx, then);
    if (!vectors) return refuse('EVIDENCE_TOO_LARGE', `More than ${this.vectors.hoursMax} hours of accounts are behind this flag.`, 'id');
    const clusterHours = () => this.clusterHours(tx, head, flag, { scope, window });
    const facts = await this.facts.of(tx, { standing, rule, attribution, raisedAtMs: flag.raisedAtMs, change: flag.change, clusterHours });
    const bundle = makeFlagEvidence({
      flag: flag.id,
      standing,
      rule,
      facts,
      knownAtMs: flag.raisedAtMs,
      ledgerPosition: BigInt(String(flag.content.ledgerPosition ?? 0)),
      attribution,
      // There has been one policy so far, by which all use was metered.
      policyVersions: [CURRENT_METERING_POLICY.version],
      vectorOf: (provider, account) => vectors.of(provider, account),
      ...(scope.kind === 'cluster' ? { tenants: vectors.accounts() } : {}),
    });
    return { answer: bundle };
  }

  private async ruleOf(tx: Transaction, { rule: id, ruleVersion }: Standing): Promise<Rule> {
    const rule = (await this.rules.known(tx)).find((one) => one.id === id && one.version === ruleVersion);
    if (!rule) throw new Error(`a flag by ${id}@${ruleVersion}, which is not kept`);
    return rule;
  }

  /** A compute cluster's hours with their accelerator-time, as they stood then. */
  private async clusterHours(tx: Transaction, head: AskedHead, flag: StoredFlag, { scope, window }: { scope: Scope; window: HourWindow }) {
    if (scope.kind !== 'cluster') return [];
    const parts = [{ sign: 1n, kind: 'cluster', provider: scope.provider, id: scope.id }] as const;
    const asked = { parts, window, by: ['hour'] as const, limit: this.vectors.hoursMax };
    return (await this.totals.sums(tx, head, asked, { afterChange: flag.change })) ?? [];
  }
}

/** Use after the moment's hour says nothing about a moment; a projection rests on what was there when it was made. */
const countedWindow = ({ raisedAtMs }: StoredFlag, { tier, moment }: Standing): HourWindow => ({
  fromHour: -Infinity,
  toHour: tier === 'PROJECTED' ? Math.floor(raisedAtMs / HOUR_MS) : moment.hour + 1,
});

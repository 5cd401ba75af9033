import { Injectable } from '@nestjs/common';
import type { Caller } from '@tidemark/access';
import {
  type Attribution,
  CURRENT_METERING_POLICY,
  type FlagEvidence,
  HourSums,
  type HourVector,
  makeFlagEvidence,
  type Rule,
  type Scope,
  type Standing,
} from '@tidemark/domain';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { AT } from '../accumulate/posted-rows.js';
import { orRefusal } from '../ask/asking-problems.js';
import { IdentityFacts } from '../ask/identity-facts.port.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Answer, refuse } from '../ask/refusal.js';
import { RulesInForce } from '../ask/rules-in-force.js';
import type { StoredFlag } from '../flags/flags.port.js';
import { FlagsQueries } from '../flags/flags.query.js';
import { ownedHours } from '../totals/owned-hours.js';
import { type HourWindow, TotalsReader } from '../totals/totals.port.js';
import { TotalsAt } from '../totals/totals-at.js';
import type { GroupSums } from '../totals/totals-fold.js';
import type { GroupKey } from '../totals/totals-grouping.js';
import type { TotalsPart } from '../totals/totals-parts.js';
import { EvidenceFactsReader } from './evidence-facts.js';
import { standingOf } from './flag-standing.js';

const HOUR_MS = 3_600_000;
/** Hours of accounts: beyond, a bundle would be hundreds of megabytes. */
const ROWS_MAX = 1_000_000;

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
    const rule = await this.ruleOf(tx, standing);
    const attribution = await this.identity.upTo(tx, await this.identityFacts.lastAtChange(tx, flag.change));
    const asOf = (by: readonly GroupKey[]) => this.asOf(tx, { flag, standing, attribution, by });
    const use = standing.kind === 'CAPACITY' || standing.kind === 'OVER_CAPACITY' ? [] : await asOf(['account', 'hour']);
    if (!use) return refuse('EVIDENCE_TOO_LARGE', `More than ${ROWS_MAX} hours of accounts are behind this flag.`, 'id');
    const vectors = vectorsOf(use);
    const clusterHours = async () => (await asOf(['hour'])) ?? [];
    const raised = { raisedAtMs: flag.raisedAtMs, change: flag.change };
    const bundle = makeFlagEvidence({
      flag: flag.id,
      standing,
      rule,
      facts: await this.facts.of(tx, { standing, rule, attribution, ...raised, clusterHours }),
      knownAtMs: flag.raisedAtMs,
      ledgerPosition: BigInt(String(flag.content.ledgerPosition ?? 0)),
      attribution,
      // There has been one policy so far, by which all use was metered.
      policyVersions: [CURRENT_METERING_POLICY.version],
      vectorOf: (provider, account) => vectors.get(`${provider}\t${account}`) ?? NO_HOURS,
      ...(standing.scope.kind === 'cluster' ? { tenants: [...new Set(use.map(({ account }) => account))].sort() } : {}),
    });
    return { answer: bundle };
  }

  private async ruleOf(tx: Transaction, { rule: id, ruleVersion }: Standing): Promise<Rule> {
    const rule = (await this.rules.known(tx)).find((one) => one.id === id && one.version === ruleVersion);
    if (!rule) throw new Error(`a flag by ${id}@${ruleVersion}, which is not kept`);
    return rule;
  }

  private async asOf(
    tx: Transaction,
    { flag, standing, attribution, by }: { flag: StoredFlag; standing: Standing; attribution: Attribution; by: readonly GroupKey[] },
  ): Promise<GroupSums[] | undefined> {
    const window = countedWindow(flag, standing);
    const parts = [partOf(standing.scope, attribution, window)];
    return this.totals.sums(tx, await this.reader.head(tx), { parts, window, by, limit: ROWS_MAX }, { afterChange: flag.change });
  }
}

const NO_HOURS: HourVector = new HourSums();

/** Use after the moment's hour says nothing about a moment; a projection rests on what was there when it was made. */
const countedWindow = ({ raisedAtMs }: StoredFlag, { tier, moment }: Standing): HourWindow => ({
  fromHour: -Infinity,
  toHour: tier === 'PROJECTED' ? Math.floor(raisedAtMs / HOUR_MS) : moment.hour + 1,
});

function partOf(scope: Scope, attribution: Attribution, window: HourWindow): TotalsPart {
  if (scope.kind === 'cluster') return { sign: 1n, kind: 'cluster', provider: scope.provider, id: scope.id };
  return { sign: 1n, kind: 'spans', spans: ownedHours(attribution, scope, window).spans };
}

function vectorsOf(rows: readonly GroupSums[]): Map<string, HourVector> {
  const byAccount = Map.groupBy(rows, ({ provider, account }) => `${provider}\t${account}`);
  return new Map(
    [...byAccount].map(([key, own]) => [
      key,
      HourSums.of(
        own
          .sort((a, b) => a.slot - b.slot)
          .map(({ slot, amounts }) => ({
            ...{ hour: slot, lower: amounts[AT.lower]!, expected: amounts[AT.expected]!, upper: amounts[AT.upper]! },
          })),
      ),
    ]),
  );
}

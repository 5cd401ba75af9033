import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import type { LinkVersion } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Answer, type Refusal, refuse, shown } from '../ask/refusal.js';
import { postedRows } from './batch-rows.js';
import { HourOwners, type OwnedHours } from './owned-hours.js';
import { type AskedHead, type HourWindow, PostedBatches, TotalsReader } from './totals.port.js';
import { type GroupSums, TotalsFold } from './totals-fold.js';
import { type Grouping, groupingOf } from './totals-grouping.js';
import { type TotalsPart, totalsParts } from './totals-parts.js';
import { hoursOf, type TotalsQuestion } from './totals-question.js';

/** More would not fit an answer that anybody reads: ask for a shorter window or a coarser grouping. */
export const GROUPS_MAX = 50_000;

export interface TotalsAnswer {
  readonly question: TotalsQuestion;
  /** The moment for which the answer is exact, once all that was known then has arrived. */
  readonly knownAtMs: number;
  readonly ledgerPosition: bigint;
  readonly identitySequence: bigint;
  readonly groups: readonly GroupSums[];
  readonly hours: OwnedHours;
  /** Of accounts to the customers that the hours rest on. */
  readonly links: readonly LinkVersion[];
}

@Injectable()
export class TotalsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: TotalsReader,
    private readonly batches: PostedBatches,
    private readonly identity: KnownIdentity,
    private readonly clock: Clock,
  ) {}

  async handle(caller: Caller, question: TotalsQuestion): Promise<Answer<TotalsAnswer>> {
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const head = await this.reader.head(tx);
      // The monitor's own time counts too: another instance's clock may be ahead of this one's.
      if (question.knownAtMs !== undefined && question.knownAtMs > Math.max(this.clock.now(), head.knownAtMs))
        return refuse('KNOWN_AT_IN_FUTURE', 'knownAt must not be in the future: nobody knows yet what will be known then.', 'knownAt');
      const knownAtMs = question.knownAtMs !== undefined && question.knownAtMs < head.knownAtMs ? question.knownAtMs : undefined;
      const attribution = await this.identity.asKnownAt(head.identitySequence, knownAtMs ?? head.knownAtMs);
      const parts = totalsParts(caller, attribution, question);
      if ('refused' in parts) return parts;
      const { used } = parts.answer;
      if (used && !(await this.reader.isUsed(tx, used))) return unknown(question);
      const grouping = groupingOf(question.by);
      const window = hoursOf(question);
      const fold = new TotalsFold(grouping);
      for (const part of parts.answer.parts) {
        const sums = await this.current(tx, part, window, grouping);
        if (sums.length > GROUPS_MAX) return tooMany();
        for (const { amounts, ...place } of sums) fold.add(place, amounts, part.sign);
      }
      const past = knownAtMs === undefined ? undefined : await this.takeBack(head, knownAtMs, parts.answer.parts, window, fold);
      if (fold.size > GROUPS_MAX) return tooMany();
      return {
        answer: {
          question,
          knownAtMs: knownAtMs ?? head.knownAtMs,
          ledgerPosition: past ?? head.ledgerPosition,
          identitySequence: BigInt(attribution.sequence),
          groups: fold.result(),
          hours: parts.answer.hours,
          links: parts.answer.links,
        },
      };
    });
  }

  private current(tx: Parameters<TotalsReader['head']>[0], part: TotalsPart, window: HourWindow, grouping: Grouping): Promise<GroupSums[]> {
    switch (part.kind) {
      case 'spans':
        return this.reader.ofSpans(tx, part.spans, grouping, GROUPS_MAX + 1);
      case 'cluster':
        return this.reader.ofCluster(tx, part.provider, part.id, window, grouping, GROUPS_MAX + 1);
      case 'provider':
        return this.reader.ofProvider(tx, part.provider, window, grouping, GROUPS_MAX + 1);
      default:
        return part satisfies never;
    }
  }

  /**
   * What came after the moment is taken from what stands now; answers the ledger's position then. Batches may hold other providers' use,
   * which only the parts let through: they are parts that the caller may see.
   */
  private takeBack(
    head: AskedHead,
    knownAtMs: number,
    parts: readonly TotalsPart[],
    window: HourWindow,
    fold: TotalsFold,
  ): Promise<bigint> {
    const owners = parts.map((part) => ({ part, ownerAt: ownerIn(part, window) }));
    return this.transactions.read({ oversight: true }, async (tx) => {
      for await (const bytes of this.batches.later(tx, { knownAfterMs: knownAtMs, upToChange: head.change }, window))
        for (const { part, ownerAt } of owners)
          for (const { amounts, ...row } of postedRows(bytes, (one) => ownerAt(one) !== undefined)) {
            fold.addRow({ ...row, owner: ownerAt(row)! }, amounts, part.sign === 1n ? -1n : 1n);
          }
      return this.batches.positionAt(tx, knownAtMs);
    });
  }
}

type PlacedRow = { provider: string; account: string; cluster: string; hour: number };

/** Whose a posting is in a part; undefined: it is not in it. */
function ownerIn(part: TotalsPart, { fromHour, toHour }: HourWindow): (row: PlacedRow) => number | undefined {
  if (part.kind === 'spans') {
    const owners = new HourOwners(part.spans);
    return ({ provider, account, hour }) => owners.ownerAt(provider, account, hour);
  }
  const isIn = part.kind === 'cluster' ? (row: PlacedRow) => row.cluster === part.id : () => true;
  return (row) => (row.provider === part.provider && row.hour >= fromHour && row.hour < toHour && isIn(row) ? 0 : undefined);
}

export const unknown = ({ scope }: Pick<TotalsQuestion, 'scope'>): { refused: Refusal } =>
  refuse('UNKNOWN_SCOPE', `The monitor knows no ${scope.kind} ${shown('id' in scope ? scope.id : scope.provider)}.`, 'id');

const tooMany = () =>
  refuse(
    'TOO_MANY_GROUPS',
    `The answer has more than ${GROUPS_MAX} groups: ask for a shorter window, a narrower scope or a coarser grouping.`,
    'by',
  );

import { Injectable } from '@nestjs/common';
import { decodePostedBatch } from '@tidemark/contracts';
import { type Attribution, HourSums, type HourVector, type Scope, type Span } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { AT } from '../accumulate/posted-rows.js';
import { postedRows } from '../totals/batch-rows.js';
import { type AccountVector, HourVectors } from '../totals/hour-vectors.port.js';
import { clipped, HourOwners } from '../totals/owned-hours.js';
import { type HourWindow, PostedBatches } from '../totals/totals.port.js';

export interface ThenAsked {
  readonly scope: Scope;
  readonly attribution: Attribution;
  readonly window: HourWindow;
  /** Postings that were taken after this change are not in it. */
  readonly change: bigint;
  /** The last change there is, in the snapshot. */
  readonly upToChange: bigint;
}

/** Vectors of a scope's accounts, as they stood at an earlier change: what stands less what came since. */
@Injectable()
export class VectorsThen {
  /** Hours of accounts: beyond, a bundle would be hundreds of megabytes. */
  hoursMax = 3_000_000;

  constructor(
    private readonly vectors: HourVectors,
    private readonly batches: PostedBatches,
  ) {}

  /** By account, of a compute cluster each tenant's use there. Undefined: too many hours for one bundle. */
  async of(tx: Transaction, asked: ThenAsked): Promise<AccountVectors | undefined> {
    const spans = clipped(asked.attribution.spansOf(asked.scope), asked.window).spans;
    if ((await this.count(tx, asked, spans)) > this.hoursMax) return undefined;
    const found = new AccountVectors();
    for await (const { provider, account, vector } of this.now(tx, asked, spans)) found.put(provider, account, vector);
    const isIn = membership(asked, spans);
    const { window, change, upToChange } = asked;
    for await (const bytes of this.batches.later(tx, { afterChange: change, upToChange }, window))
      for (const { provider, account, hour, amounts } of postedRows(decodePostedBatch(bytes), isIn))
        found.takeBack(provider, account, hour, [amounts[AT.lower]!, amounts[AT.expected]!, amounts[AT.upper]!]);
    return found;
  }

  private count(tx: Transaction, { scope, window }: ThenAsked, spans: readonly Span[]): Promise<number> {
    if (scope.kind === 'cluster') return this.vectors.countOfCluster(tx, scope.provider, scope.id, window);
    return this.vectors.countOf(tx, spans);
  }

  private now(tx: Transaction, { scope, window }: ThenAsked, spans: readonly Span[]): AsyncIterable<AccountVector> {
    if (scope.kind === 'cluster') return this.vectors.byTenant(tx, scope.provider, scope.id, window);
    return this.vectors.byAccount(tx, spans);
  }
}

interface PlacedHour {
  readonly provider: string;
  readonly account: string;
  readonly cluster: string;
  readonly hour: number;
}

/** Which postings are the scope's. */
function membership({ scope, window }: ThenAsked, spans: readonly Span[]): (place: PlacedHour) => boolean {
  if (scope.kind === 'cluster')
    return ({ provider, cluster, hour }: PlacedHour) =>
      provider === scope.provider && cluster === scope.id && hour >= window.fromHour && hour < window.toHour;
  const owners = new HourOwners(spans.map((span) => ({ ...span, owner: 0 })));
  return ({ provider, account, hour }: PlacedHour) => owners.ownerAt(provider, account, hour) !== undefined;
}

const NO_HOURS: HourVector = new HourSums();

export class AccountVectors {
  private readonly byAccount = new Map<string, HourSums>();

  put(provider: string, account: string, vector: HourSums): void {
    this.byAccount.set(keyOf(provider, account), vector);
  }

  takeBack(provider: string, account: string, hour: number, [lower, expected, upper]: readonly [bigint, bigint, bigint]): void {
    const key = keyOf(provider, account);
    let vector = this.byAccount.get(key);
    if (!vector) this.byAccount.set(key, (vector = new HourSums()));
    const refused = vector.add(hour, -lower, -expected, -upper);
    if (refused) throw new RangeError(`a vector's hour leaves 64 bits: ${refused.code}`);
  }

  of(provider: string, account: string): HourVector {
    return this.byAccount.get(keyOf(provider, account)) ?? NO_HOURS;
  }

  /** Names of the accounts that used anything then, sorted. */
  accounts(): string[] {
    return [...this.byAccount].flatMap(([key, { length }]) => (length === 0 ? [] : [key.slice(key.indexOf('\t') + 1)])).sort();
  }
}

const keyOf = (provider: string, account: string): string => `${provider}\t${account}`;

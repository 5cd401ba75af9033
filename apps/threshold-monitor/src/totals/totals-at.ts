import { Injectable } from '@nestjs/common';
import { decodePostedBatch } from '@tidemark/contracts';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { postedRows } from './batch-rows.js';
import { HourOwners } from './owned-hours.js';
import { type AskedHead, type HourWindow, PostedBatches, TotalsReader } from './totals.port.js';
import { type GroupSums, TotalsFold } from './totals-fold.js';
import { type Grouping, type GroupKey, groupingOf } from './totals-grouping.js';
import type { TotalsPart } from './totals-parts.js';

/** Before what: postings known after a moment, or taken after a change of the monitor, are not in it. */
export type Before = { readonly knownAfterMs: number } | { readonly afterChange: bigint };

export interface TotalsAsked {
  readonly parts: readonly TotalsPart[];
  readonly window: HourWindow;
  readonly by: readonly GroupKey[];
  readonly limit: number;
}

/** Sums as they stand in the snapshot of a transaction, or as they stood before what came later. */
@Injectable()
export class TotalsAt {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: TotalsReader,
    private readonly batches: PostedBatches,
  ) {}

  /** Undefined: more groups than the limit. */
  async sums(tx: Transaction, head: AskedHead, asked: TotalsAsked, before?: Before): Promise<GroupSums[] | undefined> {
    const grouping = groupingOf(asked.by);
    const fold = new TotalsFold(grouping);
    for (const part of asked.parts) {
      const sums = await this.current(tx, part, asked, grouping);
      if (sums.length > asked.limit) return undefined;
      for (const { amounts, ...place } of sums) fold.add(place, amounts, part.sign);
    }
    if (before) await this.takeBack(head, before, asked, fold);
    return fold.size > asked.limit ? undefined : fold.result();
  }

  positionAt(knownAtMs: number): Promise<bigint> {
    return this.transactions.read({ oversight: true }, (tx) => this.batches.positionAt(tx, knownAtMs));
  }

  private current(tx: Transaction, part: TotalsPart, { window, limit }: TotalsAsked, grouping: Grouping): Promise<GroupSums[]> {
    switch (part.kind) {
      case 'spans':
        return this.reader.ofSpans(tx, part.spans, grouping, limit + 1);
      case 'cluster':
        return this.reader.ofCluster(tx, part.provider, part.id, window, grouping, limit + 1);
      case 'provider':
        return this.reader.ofProvider(tx, part.provider, window, grouping, limit + 1);
      default:
        return part satisfies never;
    }
  }

  /**
   * What came later is taken from what stands now. Batches may hold other providers' use, so they are read as the scheme reads; only the
   * parts are let through, and those the caller may see.
   */
  private takeBack(head: AskedHead, before: Before, { parts, window, limit }: TotalsAsked, fold: TotalsFold): Promise<void> {
    const owners = parts.map((part) => ({ part, ownerAt: ownerIn(part, window) }));
    return this.transactions.read({ oversight: true }, async (tx) => {
      for await (const bytes of this.batches.later(tx, { ...before, upToChange: head.change }, window)) {
        const batch = decodePostedBatch(bytes);
        for (const { part, ownerAt } of owners)
          for (const { amounts, ...row } of postedRows(batch, (one) => ownerAt(one) !== undefined))
            fold.addRow({ ...row, owner: ownerAt(row)! }, amounts, part.sign === 1n ? -1n : 1n);
        if (fold.size > limit) return;
      }
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

import { Injectable } from '@nestjs/common';
import { type Attribution, HourSums, type Scope } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { AT } from '../accumulate/posted-rows.js';
import { type OwnedSpan, ownedHours } from './owned-hours.js';
import { TotalsReader } from './totals.port.js';
import type { GroupSums } from './totals-fold.js';
import { groupingOf } from './totals-grouping.js';

const ALL = { fromHour: -Infinity, toHour: Infinity };
const BY_HOUR = groupingOf(['hour']);
/** More hours than there are between the first use that can be reported and the end of the calendar in use here. */
const HOURS_MAX = 2 ** 31 - 1;

/** A scope's use hour by hour, and what of the expected part rests on the prior utilisation. */
export interface ScopeHours {
  readonly vector: HourSums;
  /** TFLOP in the column `expected`. */
  readonly onPrior: HourSums;
}

/** The vectors that questions are answered from: what stands in the tables, in the snapshot of the transaction. */
@Injectable()
export class ScopeHoursReader {
  constructor(private readonly reader: TotalsReader) {}

  of(tx: Transaction, attribution: Attribution, scope: Scope): Promise<ScopeHours> {
    if (scope.kind === 'cluster') return this.ofCluster(tx, scope.provider, scope.id);
    return this.ofSpans(tx, ownedHours(attribution, scope, ALL).spans);
  }

  async ofSpans(tx: Transaction, spans: readonly OwnedSpan[]): Promise<ScopeHours> {
    return hoursOf(await this.reader.ofSpans(tx, spans, BY_HOUR, HOURS_MAX));
  }

  async ofCluster(tx: Transaction, provider: string, id: string): Promise<ScopeHours> {
    return hoursOf(await this.reader.ofCluster(tx, provider, id, ALL, BY_HOUR, HOURS_MAX));
  }
}

function hoursOf(groups: GroupSums[]): ScopeHours {
  groups.sort((a, b) => a.slot - b.slot);
  const entries = groups.map(({ slot, amounts }) => ({
    ...{ hour: slot, lower: amounts[AT.lower]!, expected: amounts[AT.expected]!, upper: amounts[AT.upper]! },
  }));
  const prior = groups.map(({ slot, amounts }) => ({ hour: slot, lower: 0n, expected: amounts[AT.on_prior]!, upper: 0n }));
  return { vector: HourSums.of(entries), onPrior: HourSums.of(prior) };
}

/** Totals of any scope as known at any moment, as the monitor answers them from its tables. */
import type { Caller } from '@tidemark/access';
import type { AppDatabase } from '@tidemark/persistence';
import { TestClock } from '@tidemark/testing';
import { AT } from '../../apps/threshold-monitor/src/accumulate/posted-rows.js';
import { KnownIdentity } from '../../apps/threshold-monitor/src/ask/known-identity.js';
import { PostgresIdentityFacts } from '../../apps/threshold-monitor/src/postgres/identity-facts.postgres.js';
import { PostgresPostedBatches } from '../../apps/threshold-monitor/src/postgres/posted-batches.postgres.js';
import { PostgresTotals } from '../../apps/threshold-monitor/src/postgres/totals.postgres.js';
import { TotalsHandler } from '../../apps/threshold-monitor/src/totals/totals.handler.js';
import { TotalsAt } from '../../apps/threshold-monitor/src/totals/totals-at.js';
import type { TotalsScope } from '../../apps/threshold-monitor/src/totals/totals-question.js';
import { tripleWords } from './agreement.js';
import { scopeOf } from './monitor-terms.js';

/** Of the scheme: sees every tenant. */
const EVERYBODY: Caller = { subject: 'test', provider: undefined, role: 'oversight', scopes: new Set() };

export class KnownTotals {
  /** Stands where the history does: what people decide in cases does not move the monitor's own time. */
  readonly #clock = new TestClock();
  readonly #handler: TotalsHandler;

  constructor({ transactions }: AppDatabase) {
    const reader = new PostgresTotals();
    const at = new TotalsAt(transactions, reader, new PostgresPostedBatches());
    const identity = new KnownIdentity(new PostgresIdentityFacts(), transactions);
    this.#handler = new TotalsHandler(transactions, reader, at, identity, this.#clock);
  }

  /** "hour: lower/expected/upper" of each hour with any use; empty where nothing was known of the scope. */
  async wordsOf(name: string, knownAtMs: number): Promise<string[]> {
    const [kind, provider] = name.split(' ') as [string, string];
    const scope: TotalsScope = kind === 'unlinked' ? { kind, provider } : scopeOf(name);
    this.#clock.nowMs = knownAtMs;
    const question = { scope, fromMs: undefined, toMs: undefined, knownAtMs, by: ['hour'] as const };
    const answered = await this.#handler.handle(EVERYBODY, question);
    if ('refused' in answered) throw new Error(`${name}: ${answered.refused.code}`);
    const groups = [...answered.answer.groups].sort((a, b) => a.slot - b.slot).filter(({ amounts }) => amounts[AT.upper] !== 0n);
    return groups.map(({ slot, amounts }) => {
      const triple = { lower: amounts[AT.lower]!, expected: amounts[AT.expected]!, upper: amounts[AT.upper]! };
      return `${slot}: ${tripleWords(triple)}`;
    });
  }
}

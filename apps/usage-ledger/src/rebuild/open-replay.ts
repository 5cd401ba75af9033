import { SystemClock } from '@tidemark/access';
import type { AcceleratorCatalogue } from '@tidemark/domain';
import type { Transactions } from '@tidemark/persistence';
import { CountingEngine } from '../count/counting-engine.js';
import { PostgresCountingStore } from '../postgres/counting-store.postgres.js';
import { PostgresLedgerRecords } from '../postgres/ledger-records.postgres.js';
import { NAMED_TABLES } from '../postgres/named-tables.postgres.js';
import { PostgresReplayInputs } from '../postgres/replay-inputs.postgres.js';
import { Differences } from './rebuild.js';
import { Replay } from './replay.js';
import { ReplayStep } from './replay.step.js';

/**
 * A replay into an empty ledger. `baseCatalogue`: what the live ledger began with. `reportsMax`: in one batch; absent: as a ledger with
 * a backlog. Catch up first, then run the step.
 */
export function openReplay(
  scratch: Transactions,
  baseCatalogue: AcceleratorCatalogue,
  reportsMax?: number,
): { replay: Replay; step: ReplayStep } {
  const store = new PostgresCountingStore(scratch);
  const engine = new CountingEngine(store, new PostgresLedgerRecords(), baseCatalogue, scratch, new SystemClock());
  const differences = new Differences();
  const replay = new Replay(new PostgresReplayInputs(), engine, differences, reportsMax);
  return { replay, step: new ReplayStep(replay, NAMED_TABLES, scratch, differences) };
}

import { SystemClock } from '@tidemark/access';
import type { AppDatabase } from '@tidemark/persistence';
import { FacilityTaker } from '../accumulate/facility-taker.js';
import { IdentityTaker } from '../accumulate/identity-taker.js';
import { MemoryLoader } from '../accumulate/memory-loader.js';
import { MonitorEngine } from '../accumulate/monitor-engine.js';
import { NameNumbers } from '../accumulate/name-numbers.js';
import { OrderTaker } from '../accumulate/order-taker.js';
import { PostingTaker } from '../accumulate/posting-taker.js';
import { Evaluator } from '../evaluate/evaluator.js';
import { FlagContents } from '../evaluate/flag-content.js';
import { FlagWriter } from '../evaluate/flag-writer.js';
import { PostgresEvaluations } from '../postgres/evaluations.postgres.js';
import { PostgresFlagStore } from '../postgres/flag-store.postgres.js';
import { PostgresMonitorStore } from '../postgres/monitor-store.postgres.js';
import { PostgresRuleHistories } from '../postgres/rule-histories.postgres.js';
import { PostgresRulebookVersions } from '../postgres/rulebook-versions.postgres.js';
import { PostgresUseShares } from '../postgres/use-shares.postgres.js';
import { PostgresVectorSource } from '../postgres/vector-source.postgres.js';
import { KeptRuleSource } from '../rules/kept-rule-source.js';

/** A monitor on tables of its own, that nothing is published from. */
export async function openEngine(database: AppDatabase): Promise<MonitorEngine> {
  const engine = makeEngine(database);
  await engine.begin();
  return engine;
}

/** The same before it has begun: it has looked at nothing yet. */
export function makeEngine({ transactions }: AppDatabase): MonitorEngine {
  const store = new PostgresMonitorStore(transactions);
  const flags = new PostgresFlagStore();
  const source = new PostgresVectorSource();
  const evaluator = new Evaluator(source);
  const rules = new KeptRuleSource(new PostgresRuleHistories(), new PostgresRulebookVersions());
  return new MonitorEngine(
    store,
    new MemoryLoader(store, flags, rules),
    evaluator,
    new FlagWriter(flags, new FlagContents(new PostgresUseShares())),
    transactions,
    new SystemClock(),
    new PostingTaker(store, evaluator, new NameNumbers(store)),
    new IdentityTaker(store),
    new FacilityTaker(store),
    new OrderTaker(store, new PostgresEvaluations()),
  );
}

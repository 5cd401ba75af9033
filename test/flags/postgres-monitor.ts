/** The engine over a real PostgreSQL. */
import { type AppDatabase, type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import type { RecordedEvaluation } from '../../apps/threshold-monitor/src/evaluate/monitor-memory.js';
import { PostgresEvaluations } from '../../apps/threshold-monitor/src/postgres/evaluations.postgres.js';
import { PostgresFlagStore } from '../../apps/threshold-monitor/src/postgres/flag-store.postgres.js';
import { PostgresMonitorStore } from '../../apps/threshold-monitor/src/postgres/monitor-store.postgres.js';
import { PostgresUseShares } from '../../apps/threshold-monitor/src/postgres/use-shares.postgres.js';
import { PostgresVectorSource } from '../../apps/threshold-monitor/src/postgres/vector-source.postgres.js';
import { MonitorDriver } from './monitor-driver.js';
import { type FlagSeen, seenOf, signalsOf } from './monitor-witness.js';

/** Dies after the last statement of the next transaction, before its commit. */
export class MortalTransactions extends Transactions {
  diesNext = false;

  constructor(private readonly inner: Transactions) {
    super();
  }

  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.inner.run(async (tx) => {
      const result = await work(tx);
      if (!this.diesNext) return result;
      this.diesNext = false;
      throw new Error('killed before the commit');
    });
  }

  read<Result>(tenant: Tenant, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.inner.read(tenant, work);
  }
}

const TABLES = [
  ...['input_position', 'provider', 'account', 'compute_cluster', 'accelerator', 'hour_total', 'cluster_hour', 'account_total'],
  ...['posted_batch', 'customer_fact', 'facility_fact', 'flag', 'flag_event', 'use_signal_sent', 'evaluation', 'outbox'],
];

export async function emptyMonitor({ dataSource }: AppDatabase): Promise<void> {
  await dataSource.query(`truncate ${TABLES.join(', ')} restart identity cascade`);
  await dataSource.query(
    'update monitor_head set change = 0, known_at_ms = 0, flag_sequence = 0, ledger_position = 0, identity_sequence = 0, judged_hour = 0',
  );
}

export class PostgresMonitor extends MonitorDriver {
  readonly #flags = new PostgresFlagStore();

  constructor(private readonly database: AppDatabase) {
    const transactions = new MortalTransactions(database.transactions);
    super({
      // Its own questions are not what dies.
      store: new PostgresMonitorStore(database.transactions),
      flags: new PostgresFlagStore(),
      source: new PostgresVectorSource(),
      shares: new PostgresUseShares(),
      transactions,
    });
  }

  async openFlags(): Promise<FlagSeen[]> {
    const records = await this.database.transactions.run((tx) => this.#flags.open(tx));
    return [...records.all()].filter(({ status }) => status === 'OPEN').map(seenOf);
  }

  async signals(): Promise<string[]> {
    const rows: { key: string }[] = await this.database.dataSource.query('select key from use_signal_sent');
    return signalsOf(rows.map(({ key }) => key));
  }

  /** Sequences without gaps, each flag raised once and ended at most once, and all of it on its way to the log. */
  async faults(): Promise<string[]> {
    const rows: { fault: string }[] = await this.database.dataSource.query(
      `select 'sequence ' || sequence as fault from (select sequence, row_number() over (order by sequence) as place from flag_event) e where sequence <> place
       union all
       select flag || ' ' || string_agg(e.type, ',' order by sequence) from flag_event e join flag f on f.id = e.flag group by flag, f.status
         having count(*) filter (where e.type = 'RAISED') <> 1
           or string_agg(e.type, ',') filter (where e.type in ('WITHDRAWN', 'CONFIRMED', 'SUPERSEDED')) is distinct from nullif(f.status, 'OPEN')
       union all
       select 'told ' || count(*) || ' of ' || (select count(*) from flag_event) from outbox where topic = 'flag.v1'
         having count(*) <> (select count(*) from flag_event)`,
    );
    return rows.map(({ fault }) => fault);
  }

  protected async keepEvaluation(tx: Transaction, { id, scope, atMs }: RecordedEvaluation, change: bigint): Promise<void> {
    const said = { knownAtMs: atMs, recordedBy: 'test', evaluator: 'test', method: 'test', passed: undefined };
    await new PostgresEvaluations().add(tx, { id, scope, atMs, ...said }, change);
  }
}

import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { EventLog } from '@tidemark/messaging';
import { HealthChecks } from '@tidemark/observability';
import { type AppDatabase, Transactions } from '@tidemark/persistence';
import { FacilityTaker } from './accumulate/facility-taker.js';
import { IdentityTaker } from './accumulate/identity-taker.js';
import { MemoryLoader } from './accumulate/memory-loader.js';
import { MonitorConsumer } from './accumulate/monitor.consumer.js';
import { MonitorLifecycle } from './accumulate/monitor.lifecycle.js';
import { MonitorEngine } from './accumulate/monitor-engine.js';
import { MonitorStore } from './accumulate/monitor-store.port.js';
import { NameNumbers } from './accumulate/name-numbers.js';
import { OrderTaker } from './accumulate/order-taker.js';
import { PostingTaker } from './accumulate/posting-taker.js';
import { Evaluator } from './evaluate/evaluator.js';
import { FlagContents } from './evaluate/flag-content.js';
import { FlagStore } from './evaluate/flag-store.port.js';
import { FlagWriter } from './evaluate/flag-writer.js';
import { UseShares } from './evaluate/use-shares.port.js';
import { VectorSource } from './evaluate/vector-source.port.js';
import { MONITOR_DATABASE_URL } from './flags/flag-news.port.js';
import { PostgresFlagStore } from './postgres/flag-store.postgres.js';
import { PostgresMonitorStore } from './postgres/monitor-store.postgres.js';
import { PostgresUseShares } from './postgres/use-shares.postgres.js';
import { PostgresVectorSource } from './postgres/vector-source.postgres.js';
import { ROOMS } from './rooms.js';
import { LEDGER_ON_SAME_PORT } from './totals/totals.controller.js';

/** Beside what the platform gives to every module. */
export interface ThresholdMonitorParts {
  /** Opened with `MONITOR_DATABASE`. */
  database: AppDatabase;
  /** The usage ledger is on the same port: what it counts by itself it then answers itself. */
  besideLedger?: boolean;
}

/** What folds and judges. */
export const JUDGING: Provider[] = [
  { provide: MonitorStore, useClass: PostgresMonitorStore },
  { provide: FlagStore, useClass: PostgresFlagStore },
  { provide: VectorSource, useClass: PostgresVectorSource },
  { provide: UseShares, useClass: PostgresUseShares },
  MemoryLoader,
  Evaluator,
  FlagContents,
  FlagWriter,
  NameNumbers,
  PostingTaker,
  IdentityTaker,
  FacilityTaker,
  OrderTaker,
  MonitorEngine,
];

@Module({})
export class ThresholdMonitorModule {
  static register({ database, besideLedger = false }: ThresholdMonitorParts): DynamicModule {
    return {
      module: ThresholdMonitorModule,
      controllers: [...ROOMS.flatMap(({ controllers = [] }) => controllers), MonitorConsumer],
      providers: [
        { provide: Transactions, useValue: database.transactions },
        { provide: MONITOR_DATABASE_URL, useValue: database.url },
        { provide: LEDGER_ON_SAME_PORT, useValue: besideLedger },
        ...JUDGING,
        ...ROOMS.flatMap(({ providers = [] }) => providers),
        {
          provide: MonitorLifecycle,
          inject: [MonitorEngine, EventLog, Clock, HealthChecks],
          useFactory: (engine: MonitorEngine, eventLog: EventLog, clock: Clock, health: HealthChecks) => {
            health.registerReadiness('threshold-monitor database', async () => {
              await database.dataSource.query('select 1');
            });
            return new MonitorLifecycle(engine, eventLog, clock, database);
          },
        },
      ],
    };
  }
}

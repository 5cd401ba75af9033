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
import { PostingTaker } from './accumulate/posting-taker.js';
import { Evaluator } from './evaluate/evaluator.js';
import { FlagContents } from './evaluate/flag-content.js';
import { FlagStore } from './evaluate/flag-store.port.js';
import { FlagWriter } from './evaluate/flag-writer.js';
import { VectorSource } from './evaluate/vector-source.port.js';
import { PostgresFlagStore } from './postgres/flag-store.postgres.js';
import { PostgresMonitorStore } from './postgres/monitor-store.postgres.js';
import { PostgresVectorSource } from './postgres/vector-source.postgres.js';
import { ROOMS } from './rooms.js';

/** Beside what the platform gives to every module. */
export interface ThresholdMonitorParts {
  /** Opened with `MONITOR_DATABASE`. */
  database: AppDatabase;
}

/** What folds and judges. */
const JUDGING: Provider[] = [
  { provide: MonitorStore, useClass: PostgresMonitorStore },
  { provide: FlagStore, useClass: PostgresFlagStore },
  { provide: VectorSource, useClass: PostgresVectorSource },
  MemoryLoader,
  Evaluator,
  FlagContents,
  FlagWriter,
  PostingTaker,
  IdentityTaker,
  FacilityTaker,
  MonitorEngine,
];

@Module({})
export class ThresholdMonitorModule {
  static register({ database }: ThresholdMonitorParts): DynamicModule {
    return {
      module: ThresholdMonitorModule,
      controllers: [...ROOMS.flatMap(({ controllers = [] }) => controllers), MonitorConsumer],
      providers: [
        { provide: Transactions, useValue: database.transactions },
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

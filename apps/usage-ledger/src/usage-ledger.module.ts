import { type DynamicModule, Inject, Module, type Provider } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { EventLog } from '@tidemark/messaging';
import { HealthChecks } from '@tidemark/observability';
import { type AppDatabase, Transactions } from '@tidemark/persistence';
import { ASK_CONTROLLERS, ASK_PROVIDERS } from './ask.module.js';
import { BaseCatalogue } from './count/base-catalogue.js';
import { CountingConsumer } from './count/counting.consumer.js';
import { CountingLifecycle } from './count/counting.lifecycle.js';
import { CountingEngine } from './count/counting-engine.js';
import { CountingStore, LedgerRecords } from './count/counting-store.port.js';
import { PostgresCountingStore } from './postgres/counting-store.postgres.js';
import { PostgresLedgerRecords } from './postgres/ledger-records.postgres.js';

/** Beside what the platform gives to every module. */
export interface UsageLedgerParts {
  /** Opened with `LEDGER_DATABASE`. */
  database: AppDatabase;
}

const DATABASE = Symbol('usage-ledger database');

const COUNT_PROVIDERS: Provider[] = [
  { provide: BaseCatalogue, useValue: PUBLISHED_CATALOGUE },
  { provide: CountingStore, useClass: PostgresCountingStore },
  { provide: LedgerRecords, useClass: PostgresLedgerRecords },
  CountingEngine,
  {
    provide: CountingLifecycle,
    inject: [CountingEngine, EventLog, TIDEMARK_CONFIG, DATABASE],
    useFactory: (engine: CountingEngine, log: EventLog, config: TidemarkConfig, database: AppDatabase) =>
      new CountingLifecycle(engine, log, config, database),
  },
];

@Module({})
export class UsageLedgerModule {
  static register({ database }: UsageLedgerParts): DynamicModule {
    return {
      module: UsageLedgerModule,
      controllers: [...ASK_CONTROLLERS, CountingConsumer],
      providers: [
        { provide: DATABASE, useValue: database },
        { provide: Transactions, useValue: database.transactions },
        ...ASK_PROVIDERS,
        ...COUNT_PROVIDERS,
      ],
    };
  }

  constructor(health: HealthChecks, @Inject(DATABASE) database: AppDatabase) {
    health.registerReadiness('usage-ledger database', async () => {
      await database.dataSource.query('select 1');
    });
  }
}

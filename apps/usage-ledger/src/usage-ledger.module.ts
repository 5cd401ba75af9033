import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { HealthChecks } from '@tidemark/observability';
import { type AppDatabase, Transactions } from '@tidemark/persistence';
import { ASK_CONTROLLERS, ASK_PROVIDERS } from './ask.module.js';

/** Beside what the platform gives to every module. */
export interface UsageLedgerParts {
  /** Opened with `LEDGER_DATABASE`. */
  database: AppDatabase;
}

const DATABASE = Symbol('usage-ledger database');

@Module({})
export class UsageLedgerModule {
  static register({ database }: UsageLedgerParts): DynamicModule {
    return {
      module: UsageLedgerModule,
      controllers: ASK_CONTROLLERS,
      providers: [{ provide: DATABASE, useValue: database }, { provide: Transactions, useValue: database.transactions }, ...ASK_PROVIDERS],
    };
  }

  constructor(health: HealthChecks, @Inject(DATABASE) database: AppDatabase) {
    health.registerReadiness('usage-ledger database', async () => {
      await database.dataSource.query('select 1');
    });
  }
}

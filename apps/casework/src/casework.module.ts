import { type DynamicModule, Module } from '@nestjs/common';
import { TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { AppOutbox, HealthChecks } from '@tidemark/observability';
import { type AppDatabase, ConsumedPositions, PostgresConsumedPositions, Transactions } from '@tidemark/persistence';
import { MasterKeys, PostgresSealingKeys, SealingKeys } from '@tidemark/sealing';
import { HOME_AUTHORITY } from './case-log/acting.js';
import { CASE_PROJECTORS, type CaseProjector } from './case-log/case-projector.js';
import { ROOMS } from './rooms.js';

/** Beside what the platform gives to every module. */
export interface CaseworkParts {
  /** Opened with `CASEWORK_DATABASE`. */
  database: AppDatabase;
  masterKeys: MasterKeys;
}

@Module({})
export class CaseworkModule {
  static register({ database, masterKeys }: CaseworkParts): DynamicModule {
    return {
      module: CaseworkModule,
      controllers: ROOMS.flatMap(({ controllers = [] }) => controllers),
      providers: [
        { provide: Transactions, useValue: database.transactions },
        { provide: MasterKeys, useValue: masterKeys },
        { provide: SealingKeys, useClass: PostgresSealingKeys },
        { provide: ConsumedPositions, useClass: PostgresConsumedPositions },
        { provide: HOME_AUTHORITY, useFactory: ({ authority }: TidemarkConfig) => authority, inject: [TIDEMARK_CONFIG] },
        {
          provide: CASE_PROJECTORS,
          useFactory: (...projectors: CaseProjector[]) => projectors,
          inject: ROOMS.flatMap(({ projectors = [] }) => projectors),
        },
        ...ROOMS.flatMap(({ providers = [] }) => providers),
        {
          provide: AppOutbox,
          useFactory: (eventLog: EventLog, health: HealthChecks) => {
            health.registerReadiness('casework database', async () => {
              await database.dataSource.query('select 1');
            });
            return new AppOutbox({ database, eventLog, topics: [{ name: TOPICS.case, partitions: 1 }], carries: 'facts about cases' });
          },
          inject: [EventLog, HealthChecks],
        },
      ],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { AppOutbox, HealthChecks, Metrics } from '@tidemark/observability';
import { type AppDatabase, Transactions } from '@tidemark/persistence';
import { BlindIndex, MasterKeys, openBlindIndex, openRegistryKey, PostgresSealingKeys, RegistryKey, SealingKeys } from '@tidemark/sealing';
import { PostgresIdentityReads } from './postgres/identity-reads.postgres.js';
import { PostgresRegistryTasks } from './postgres/registry-tasks.postgres.js';
import { PostgresRegistryWrites } from './postgres/registry-writes.postgres.js';
import { IdentityReads } from './registry/identity-reads.js';
import type { RegistryTask } from './registry/registry-task.js';
import { RegistryTasks } from './registry/registry-tasks.js';
import { RegistryWrites } from './registry/registry-writes.js';
import { TaskWorker } from './registry/task-worker.js';
import { ROOMS } from './rooms.js';

/** Beside what the platform gives to every module. */
export interface CustomerRegistryParts {
  /** Opened with `REGISTRY_DATABASE`. */
  database: AppDatabase;
  masterKeys: MasterKeys;
}

@Module({})
export class CustomerRegistryModule {
  static register({ database, masterKeys }: CustomerRegistryParts): DynamicModule {
    const taskHandlers = ROOMS.flatMap(({ tasks = [] }) => tasks);
    return {
      module: CustomerRegistryModule,
      controllers: ROOMS.flatMap(({ controllers = [] }) => controllers),
      providers: [
        { provide: Transactions, useValue: database.transactions },
        { provide: MasterKeys, useValue: masterKeys },
        { provide: SealingKeys, useClass: PostgresSealingKeys },
        {
          provide: BlindIndex,
          useFactory: (clock: Clock) => database.transactions.run((tx) => openBlindIndex(tx, masterKeys, clock.now())),
          inject: [Clock],
        },
        {
          provide: RegistryKey,
          useFactory: (clock: Clock) => database.transactions.run((tx) => openRegistryKey(tx, masterKeys, clock.now())),
          inject: [Clock],
        },
        { provide: RegistryWrites, useClass: PostgresRegistryWrites },
        { provide: RegistryTasks, useClass: PostgresRegistryTasks },
        { provide: IdentityReads, useClass: PostgresIdentityReads },
        ...ROOMS.flatMap(({ providers = [] }) => providers),
        {
          provide: TaskWorker,
          useFactory: (tasks: RegistryTasks, clock: Clock, metrics: Metrics, ...handlers: RegistryTask[]) =>
            new TaskWorker({ tasks, clock, metrics, handlers }),
          inject: [RegistryTasks, Clock, Metrics, ...taskHandlers],
        },
        {
          provide: AppOutbox,
          useFactory: (eventLog: EventLog, health: HealthChecks) => {
            health.registerReadiness('customer-registry database', () => answers(database));
            return new AppOutbox({ database, eventLog, topics: [{ name: TOPICS.customer, partitions: 1 }], carries: 'facts' });
          },
          inject: [EventLog, HealthChecks],
        },
      ],
    };
  }
}

async function answers(database: AppDatabase): Promise<void> {
  await database.dataSource.query('select 1');
}

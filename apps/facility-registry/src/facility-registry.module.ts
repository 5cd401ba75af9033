import { type DynamicModule, Module } from '@nestjs/common';
import { EventLog, TOPICS } from '@tidemark/messaging';
import { AppOutbox, HealthChecks } from '@tidemark/observability';
import { type AppDatabase, Transactions } from '@tidemark/persistence';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { CatalogueQuery } from './catalogue/catalogue.query.js';
import { CatalogueFacts } from './catalogue/catalogue-facts.port.js';
import { RecordCatalogueFactHandler } from './catalogue/record-catalogue-fact.handler.js';
import { ClusterController } from './clusters/cluster.controller.js';
import { ClusterViews } from './clusters/cluster.view.js';
import { RegisterClusterHandler } from './clusters/register-cluster.handler.js';
import { FacilityFacts } from './facts/facility-facts.port.js';
import { FacilityFactsQuery } from './facts/facility-facts.query.js';
import { FacilityRegistryGrpcController } from './grpc/facility-registry.grpc-controller.js';
import { MeterController } from './meters/meter.controller.js';
import { RegisterMeterHandler } from './meters/register-meter.handler.js';
import { PostgresCatalogueFacts } from './postgres/catalogue-facts.postgres.js';
import { PostgresFacilityFacts } from './postgres/facility-facts.postgres.js';
import { IntakeProvisioning } from './providers/intake-provisioning.port.js';
import { LogIntakeProvisioning } from './providers/log-intake-provisioning.js';
import { ProviderController } from './providers/provider.controller.js';
import { RegisterProviderHandler } from './providers/register-provider.handler.js';
import { RegisterSiteHandler } from './sites/register-site.handler.js';
import { SiteController } from './sites/site.controller.js';

/** Beside what the platform gives to every module. */
export interface FacilityRegistryParts {
  /** Opened with `FACILITY_DATABASE`. */
  database: AppDatabase;
  /** Absent: topics are made, and no access to the event log is handed out. */
  intakeProvisioning?: IntakeProvisioning;
}

@Module({})
export class FacilityRegistryModule {
  static register({ database, intakeProvisioning }: FacilityRegistryParts): DynamicModule {
    return {
      module: FacilityRegistryModule,
      controllers: [
        ProviderController,
        SiteController,
        ClusterController,
        MeterController,
        CatalogueController,
        FacilityRegistryGrpcController,
      ],
      providers: [
        { provide: Transactions, useValue: database.transactions },
        { provide: FacilityFacts, useClass: PostgresFacilityFacts },
        { provide: CatalogueFacts, useClass: PostgresCatalogueFacts },
        intakeProvisioning === undefined
          ? { provide: IntakeProvisioning, useClass: LogIntakeProvisioning }
          : { provide: IntakeProvisioning, useValue: intakeProvisioning },
        FacilityFactsQuery,
        CatalogueQuery,
        ClusterViews,
        RegisterProviderHandler,
        RegisterSiteHandler,
        RegisterClusterHandler,
        RegisterMeterHandler,
        RecordCatalogueFactHandler,
        {
          provide: AppOutbox,
          useFactory: (eventLog: EventLog, health: HealthChecks) => {
            health.registerReadiness('facility-registry database', () => answers(database));
            return new AppOutbox({ database, eventLog, topics: [{ name: TOPICS.facility, partitions: 1 }], carries: 'facts' });
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

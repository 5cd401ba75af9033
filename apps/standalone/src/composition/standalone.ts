import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { TidemarkConfig } from '@tidemark/config';
import { CustomerRegistry, FacilityRegistry, Ledger, Monitor, UsageIntake } from '@tidemark/contracts';
import type { EventLog } from '@tidemark/messaging';
import { openEventLog, type Serving, serve } from '@tidemark/observability';
import { openAppDatabase } from '@tidemark/persistence';
import { CaseworkModule } from '../../../casework/src/casework.module.js';
import { CASEWORK_DATABASE } from '../../../casework/src/casework-database.js';
import { CASEWORK_RAW_BODY_PATHS } from '../../../casework/src/rooms.js';
import { CustomerRegistryModule } from '../../../customer-registry/src/customer-registry.module.js';
import { REGISTRY_DATABASE } from '../../../customer-registry/src/registry-database.js';
import { REGISTRY_RAW_BODY_PATHS } from '../../../customer-registry/src/rooms.js';
import { FACILITY_DATABASE } from '../../../facility-registry/src/facility-database.js';
import { FacilityRegistryModule } from '../../../facility-registry/src/facility-registry.module.js';
import { brokerProvisioning } from '../../../facility-registry/src/providers/broker-provisioning.js';
import type { IntakeProvisioning } from '../../../facility-registry/src/providers/intake-provisioning.port.js';
import { DOOR_RAW_BODY_PATHS, DOOR_RAW_REQUESTS, IngestGatewayModule } from '../../../ingest-gateway/src/ingest-gateway.module.js';
import { MONITOR_DATABASE } from '../../../threshold-monitor/src/monitor-database.js';
import { ThresholdMonitorModule } from '../../../threshold-monitor/src/threshold-monitor.module.js';
import { LEDGER_DATABASE } from '../../../usage-ledger/src/ledger-database.js';
import { UsageLedgerModule } from '../../../usage-ledger/src/usage-ledger.module.js';
import { logFile } from '../home/log-file.js';
import { PeopleModule } from '../people/people.module.js';
import { embeddedIssuing, type Issuing, outsideIssuing } from './embedded-issuer.js';
import { startEmbeddedParts } from './embedded-parts.js';
import { standaloneMasterKeys } from './master-keys.js';

export interface Standalone {
  config: TidemarkConfig & { databaseUrl: string };
  /** Of the HTTP door, as clients reach it; and as this process does. */
  origin: string;
  local: string;
  grpcAddress: string;
  issuing: Issuing;
  serving: Serving;
  /** Finishes what is in hand, app by app, then stops the embedded parts. */
  stop(): Promise<void>;
}

/** All apps in this process, on embedded parts for whatever the configuration does not name. */
export async function startStandalone(given: TidemarkConfig, options: { kafka: boolean }): Promise<Standalone> {
  await mkdir(given.home, { recursive: true });
  // The issuer's name holds the port, and it is needed before anything listens.
  const port = given.port === 0 ? await freePort() : given.port;
  const grpcPort = given.grpcPort === 0 ? await freePort() : given.grpcPort;
  const parts = await startEmbeddedParts({ ...given, port, grpcPort }, options);
  const { config } = parts;
  const closing: (() => Promise<void>)[] = [parts.stop];
  const closeAll = async () => {
    for (const close of closing) await close();
  };
  try {
    const local = `http://${addressOf(config.host)}:${port}`;
    const origin = config.publicUrl ?? local;
    const { issuer } = config.oidc;
    const issuing = issuer ? outsideIssuing({ ...config.oidc, issuer }) : await embeddedIssuing(config, { origin, local });
    const { embedded } = issuing;
    if (embedded) closing.unshift(() => embedded.database.close());
    const eventLog = await openEventLog(config);
    closing.unshift(() => eventLog.close());
    const facilities = await openAppDatabase({ url: config.databaseUrl, ...FACILITY_DATABASE });
    closing.unshift(() => facilities.close());
    const ledger = await openAppDatabase({ url: config.databaseUrl, ...LEDGER_DATABASE });
    closing.unshift(() => ledger.close());
    const customers = await openAppDatabase({ url: config.databaseUrl, ...REGISTRY_DATABASE });
    closing.unshift(() => customers.close());
    const monitor = await openAppDatabase({ url: config.databaseUrl, ...MONITOR_DATABASE });
    closing.unshift(() => monitor.close());
    const casework = await openAppDatabase({ url: config.databaseUrl, ...CASEWORK_DATABASE });
    closing.unshift(() => casework.close());
    const masterKeys = await standaloneMasterKeys(config);
    const serving = await serve({
      title: 'Tidemark',
      platform: {
        config,
        eventLog,
        ...issuing,
        logDestination: logFile(config.home),
      },
      modules: [
        FacilityRegistryModule.register({ database: facilities, ...intakeOf(config, eventLog) }),
        IngestGatewayModule.register(),
        // Before the ledger: it answers for totals of what stands over accounts, and leaves the rest to it.
        ThresholdMonitorModule.register({ database: monitor, besideLedger: true }),
        UsageLedgerModule.register({ database: ledger }),
        CustomerRegistryModule.register({ database: customers, masterKeys }),
        CaseworkModule.register({ database: casework, masterKeys }),
        ...(embedded ? [PeopleModule.register(embedded.people, embedded.database)] : []),
      ],
      rawBodyPaths: [...DOOR_RAW_BODY_PATHS, ...REGISTRY_RAW_BODY_PATHS, ...CASEWORK_RAW_BODY_PATHS, '/oidc'],
      grpc: { services: [UsageIntake, FacilityRegistry, Ledger, Monitor, CustomerRegistry], rawRequests: DOOR_RAW_REQUESTS },
      mount: (app) => {
        if (embedded) app.use('/oidc', embedded.pages, embedded.provider.callback());
      },
    });
    closing.unshift(() => serving.stop());
    return { config, origin, local, grpcAddress: `${config.host}:${grpcPort}`, issuing, serving, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function intakeOf(config: TidemarkConfig, eventLog: EventLog): { intakeProvisioning?: IntakeProvisioning } {
  const intakeProvisioning = brokerProvisioning(config, eventLog);
  return intakeProvisioning ? { intakeProvisioning } : {};
}

/** "All addresses" can be listened to, not called. */
const addressOf = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host);

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no free port'))));
    });
  });
}

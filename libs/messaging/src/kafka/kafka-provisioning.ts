import kafkajs, { type AclEntry } from 'kafkajs';
import { EventLogError } from '../event-log.errors.js';
import { type EventLog, TOPICS } from '../event-log.js';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';
import { toEventLogError } from './kafka-errors.js';
import { type LowLevelBroker, type LowLevelCluster, openCluster } from './low-level-cluster.js';
import { putScramPassword, removeScramPassword } from './scram-credentials.js';

// By the default import: in ESM kafkajs' enums come by no other.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

export interface IntakeTopics {
  /** Partitions of the intake and of the verdicts. */
  partitions: number;
  verdictsRetentionMs: number;
}

const INTAKE_TOPICS: IntakeTopics = { partitions: 4, verdictsRetentionMs: 7 * 24 * 3_600_000 };

/**
 * Users of the broker itself, and of the services, which are called like themselves: a provider of that name would get the password, and the
 * rights, of what reads the topics that no provider may know.
 */
const RESERVED = new Set([
  ...['controller', 'ANONYMOUS', 'admin'],
  ...[
    'casework',
    'customer-registry',
    'facility-registry',
    'ingest-gateway',
    'threshold-monitor',
    'usage-ledger',
    'standalone',
    'tidemark',
  ],
]);

/**
 * Lets providers at the broker: topics, a SCRAM-SHA-512 user, and the right to these topics alone. Needs to connect as an
 * administrator of a broker with access control.
 */
export class KafkaProvisioning {
  constructor(
    private readonly log: EventLog,
    private readonly settings: KafkaSettings,
    private readonly intakeTopics: IntakeTopics = INTAKE_TOPICS,
  ) {}

  /**
   * Can be repeated; the password given last is the one that counts. The provider may write its intake, read its verdicts,
   * and use consumer groups whose names begin with `<provider>.`
   */
  async createProvider(provider: string, password: string): Promise<void> {
    this.refuseReserved(provider);
    const { partitions, verdictsRetentionMs } = this.intakeTopics;
    await this.log.ensureTopics([
      { name: TOPICS.intake(provider), partitions },
      { name: TOPICS.verdicts(provider), partitions, retentionMs: verdictsRetentionMs },
    ]);
    // Rights before the password: a user without rights is refused, rights without a user harm nobody.
    await this.asAdmin((admin) => admin.createAcls({ acl: providerRights(provider) }));
    await this.asController((broker) => putScramPassword(broker, provider, password));
  }

  /** Takes the provider's user and rights away. Its topics and what they hold stay. */
  async removeProvider(provider: string): Promise<void> {
    this.refuseReserved(provider);
    await this.asController((broker) => removeScramPassword(broker, provider));
    const filters = providerRights(provider);
    await this.asAdmin((admin) => admin.deleteAcls({ filters }));
  }

  private refuseReserved(provider: string): void {
    if (RESERVED.has(provider) || provider === this.settings.username) {
      throw new EventLogError('LOG_FORBIDDEN', `"${provider}" is the name of a user of the broker itself, and no provider can have it`);
    }
    // In a resource name of Kafka's access rules "*" stands for everything.
    if (!/^[A-Za-z0-9._-]{1,200}$/.test(provider))
      throw new EventLogError('LOG_FORBIDDEN', `"${provider}" cannot name topics and a user of Kafka`);
  }

  private async asAdmin<Answer>(work: (admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>) => Promise<Answer>): Promise<Answer> {
    const admin = kafkaClient(this.settings).admin();
    try {
      await admin.connect();
      return await work(admin);
    } catch (error) {
      throw toEventLogError(error, 'change access rules');
    } finally {
      await admin.disconnect();
    }
  }

  private async asController(work: (broker: LowLevelBroker) => Promise<void>): Promise<void> {
    const cluster: LowLevelCluster = openCluster(kafkaClient(this.settings));
    try {
      await cluster.connect();
      await cluster.refreshMetadata();
      await work(await cluster.findControllerBroker());
    } catch (error) {
      throw toEventLogError(error, 'change a password');
    } finally {
      await cluster.disconnect();
    }
  }
}

function providerRights(provider: string): AclEntry[] {
  const principal = `User:${provider}`;
  const allow = (resourceType: number, resourceName: string, resourcePatternType: number, operations: number[]): AclEntry[] =>
    operations.map((operation) => ({
      principal,
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
      resourceType,
      resourceName,
      resourcePatternType,
      operation,
    }));
  const { READ, WRITE, DESCRIBE } = AclOperationTypes;
  return [
    ...allow(AclResourceTypes.TOPIC, TOPICS.intake(provider), ResourcePatternTypes.LITERAL, [WRITE, DESCRIBE]),
    ...allow(AclResourceTypes.TOPIC, TOPICS.verdicts(provider), ResourcePatternTypes.LITERAL, [READ, DESCRIBE]),
    ...allow(AclResourceTypes.GROUP, `${provider}.`, ResourcePatternTypes.PREFIXED, [READ, DESCRIBE]),
  ];
}

/** What a broker on this machine is given. */
export interface BrokerSettings {
  dataDir: string;
  port: number;
  controllerPort: number;
  sasl?: SaslSettings;
}

export interface SaslSettings {
  /** May do everything, and makes the users and rights of the others. */
  admin: { username: string; password: string };
  /** Further SCRAM users known from the first start; they may do nothing until they are given rights. */
  users?: Record<string, string>;
}

/** Largest message: a report of 5,000 records with long ids is several megabytes. */
const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

/** server.properties of one node that is broker and controller at once (KRaft). */
export function serverProperties(settings: BrokerSettings, controllerSecret: string): string {
  return `${[
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${settings.controllerPort}`,
    `listeners=CLIENT://127.0.0.1:${settings.port},CONTROLLER://127.0.0.1:${settings.controllerPort}`,
    `advertised.listeners=CLIENT://127.0.0.1:${settings.port}`,
    'inter.broker.listener.name=CLIENT',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${settings.dataDir}/log`,
    // A topic that nobody declared is a mistake, not a topic.
    'auto.create.topics.enable=false',
    'log.retention.ms=-1',
    `message.max.bytes=${MESSAGE_BYTES_MAX}`,
    `replica.fetch.max.bytes=${MESSAGE_BYTES_MAX}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=8',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    // A broker that was killed may register again only when its former session is over.
    'broker.session.timeout.ms=2000',
    'broker.heartbeat.interval.ms=500',
    // One node: nobody else to wait for before the first rebalance.
    'group.initial.rebalance.delay.ms=0',
    'num.network.threads=2',
    'num.io.threads=4',
    'background.threads=2',
    'log.cleaner.dedupe.buffer.size=8388608',
    ...(settings.sasl
      ? saslLines(settings.sasl, controllerSecret)
      : ['listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT']),
  ].join('\n')}\n`;
}

/** Every client proves who it is by SCRAM-SHA-512, and may do only what an access rule grants. */
function saslLines(sasl: SaslSettings, controllerSecret: string): string[] {
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return [
    'listener.security.protocol.map=CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms=SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512',
    `listener.name.client.scram-sha-512.sasl.jaas.config=${scram} required username="${sasl.admin.username}" password="${sasl.admin.password}";`,
    // The controller cannot check SCRAM before it holds the users, so the node speaks to itself with a secret made at its first start.
    'sasl.mechanism.controller.protocol=PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms=PLAIN',
    `listener.name.controller.plain.sasl.jaas.config=${plain} required username="controller" password="${controllerSecret}" user_controller="${controllerSecret}";`,
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found=false',
    `super.users=User:controller;User:${sasl.admin.username}`,
  ];
}

/** Arguments of `kafka.tools.StorageTool` that write the SCRAM users into the first metadata record. */
export function scramArguments(sasl: SaslSettings | undefined): string[] {
  if (!sasl) return [];
  const users = { [sasl.admin.username]: sasl.admin.password, ...sasl.users };
  return Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name="${requirePlain(name)}",password="${requirePlain(password)}"]`,
  ]);
}

/** The tool and the JAAS line have no way to escape a quote. */
function requirePlain(text: string): string {
  if (!/^[\w.~+/=-]+$/.test(text)) throw new Error('Names and passwords of Kafka users are letters, digits and . _ ~ + / = - only');
  return text;
}

import 'reflect-metadata';
import { isAbsolute, resolve } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Environment, type LogLevel } from './environment.js';
import { type MasterKey, parseMasterKeys } from './master-keys.js';

/** Everything that an installation can set, read once at the start. Secrets stand in it: log {@link describeConfig} instead. */
export interface TidemarkConfig {
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly grpcPort: number;
  /** Origin that clients use, without a slash at the end; absent: http://host:port. */
  readonly publicUrl: string | undefined;
  /** Absent: embedded PostgreSQL (standalone only). */
  readonly databaseUrl: string | undefined;
  /** Absent: the event log is a table in PostgreSQL. */
  readonly kafka: KafkaConfig | undefined;
  readonly oidc: OidcConfig;
  /** Absent: in `masterKeyFile`, or nowhere. The first is the current one. */
  readonly masterKeys: readonly MasterKey[] | undefined;
  readonly masterKeyFile: string | undefined;
  /** False: one provider for itself alone; party = customer. */
  readonly scheme: boolean;
  /** Webhooks may go to our own network, and over http: tests and development. */
  readonly webhookAllowPrivate: boolean;
  /** Absent: documents are scanned by what is built in alone. */
  readonly clamd: { readonly host: string; readonly port: number } | undefined;
  /** Id of the authority whose regulators' tokens name none: it leads the cases that flags of this installation open. */
  readonly authority: string;
  /** Where casework asks the customer registry and the threshold monitor, host:port; absent: on this process's own gRPC port. */
  readonly registryGrpc: string | undefined;
  readonly monitorGrpc: string | undefined;
  /** Where it asks the facility registry. */
  readonly facilityGrpc: string | undefined;
  /** Origin under which casework fetches the evidence of flags; absent: this process's own HTTP port. */
  readonly monitorUrl: string | undefined;
  /** Absent: no mail is sent, and what would have been is shown as such. */
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  /** Absent: nobody is told by mail of clocks that ran out. */
  readonly authorityMail: string | undefined;
  readonly reportPartitions: number;
  readonly logLevel: LogLevel;
}

export interface OidcConfig {
  /** Absent: the standalone app's own issuer. */
  readonly issuer: string | undefined;
  readonly audience: string;
  /** How the outside issuer names its claims. */
  readonly claims: { readonly role: string; readonly provider: string; readonly person: string; readonly authority: string };
  /** Its words for roles, by word. */
  readonly roles: Readonly<Record<string, string>>;
  /** Of which `acr` of people's tokens must be one; empty: any will do. */
  readonly acrValues: readonly string[];
}

export interface KafkaConfig {
  readonly brokers: readonly string[];
  /** The same brokers as providers reach them. */
  readonly publicBrokers: readonly string[];
  readonly sasl: { readonly username: string; readonly password: string } | undefined;
  readonly tls: boolean;
}

/** Injection token of {@link TidemarkConfig}. */
export const TIDEMARK_CONFIG = Symbol('TIDEMARK_CONFIG');

/** The environment cannot be used. The message names each variable and what it must be, never its value: it may be a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads and checks the environment. Throws {@link ConfigError} naming every variable at fault. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env, directory = process.cwd()): TidemarkConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('TIDEMARK_') && value !== undefined && value !== ''),
  );
  const checked = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const masterKeys = parseMasterKeys('TIDEMARK_MASTER_KEYS', checked.TIDEMARK_MASTER_KEYS);
  const faults = [
    ...validateSync(checked).flatMap((error) => Object.values(error.constraints ?? {})),
    ...brokerFaults(checked),
    ...clamdFaults(checked.TIDEMARK_CLAMD),
    ...mailFaults(checked),
    ...masterKeys.faults,
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze({
    home: isAbsolute(checked.TIDEMARK_HOME) ? checked.TIDEMARK_HOME : resolve(directory, checked.TIDEMARK_HOME),
    host: checked.TIDEMARK_HOST,
    port: checked.TIDEMARK_PORT,
    grpcPort: checked.TIDEMARK_GRPC_PORT,
    publicUrl: checked.TIDEMARK_PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: checked.TIDEMARK_DATABASE_URL,
    kafka: kafkaOf(checked),
    oidc: oidcOf(checked),
    masterKeys: masterKeys.keys,
    masterKeyFile: checked.TIDEMARK_MASTER_KEY_FILE,
    scheme: checked.TIDEMARK_SCHEME === 'on',
    webhookAllowPrivate: checked.TIDEMARK_WEBHOOK_ALLOW_PRIVATE === 'true',
    clamd: clamdOf(checked.TIDEMARK_CLAMD),
    authority: checked.TIDEMARK_AUTHORITY,
    registryGrpc: checked.TIDEMARK_REGISTRY_GRPC,
    monitorGrpc: checked.TIDEMARK_MONITOR_GRPC,
    facilityGrpc: checked.TIDEMARK_FACILITY_GRPC,
    monitorUrl: checked.TIDEMARK_MONITOR_URL?.replace(/\/+$/, ''),
    smtp:
      checked.TIDEMARK_SMTP_URL === undefined || checked.TIDEMARK_MAIL_FROM === undefined
        ? undefined
        : { url: checked.TIDEMARK_SMTP_URL, from: checked.TIDEMARK_MAIL_FROM },
    authorityMail: checked.TIDEMARK_AUTHORITY_MAIL,
    reportPartitions: checked.TIDEMARK_REPORT_PARTITIONS,
    logLevel: checked.TIDEMARK_LOG_LEVEL,
  });
}

/** Half of a configuration sends nothing and says nothing about it. */
function mailFaults({ TIDEMARK_SMTP_URL: url, TIDEMARK_MAIL_FROM: from }: Environment): string[] {
  return (url === undefined) === (from === undefined) ? [] : ['TIDEMARK_SMTP_URL and TIDEMARK_MAIL_FROM must be set together'];
}

/** What may be logged of a configuration: no user, no password. */
export function describeConfig(config: TidemarkConfig): Record<string, unknown> {
  return {
    home: config.home,
    host: config.host,
    port: config.port,
    grpcPort: config.grpcPort,
    database: config.databaseUrl === undefined ? 'embedded' : hostOf(config.databaseUrl),
    eventLog: config.kafka === undefined ? 'postgres' : `kafka ${config.kafka.brokers.join(',')}`,
    issuer: config.oidc.issuer ?? 'embedded',
    audience: config.oidc.audience,
    scheme: config.scheme ? 'on' : 'off',
    clamd: config.clamd === undefined ? 'none' : `${config.clamd.host}:${config.clamd.port}`,
    authority: config.authority,
    smtp: config.smtp === undefined ? 'none' : hostOf(config.smtp.url),
    reportPartitions: config.reportPartitions,
  };
}

function oidcOf(env: Environment): OidcConfig {
  const words = env.TIDEMARK_OIDC_ROLES?.split(',').map((pair) => pair.split('=').map((part) => part.trim()) as [string, string]);
  return {
    issuer: env.TIDEMARK_OIDC_ISSUER,
    audience: env.TIDEMARK_OIDC_AUDIENCE,
    claims: {
      role: env.TIDEMARK_OIDC_ROLE_CLAIM,
      provider: env.TIDEMARK_OIDC_PROVIDER_CLAIM,
      person: env.TIDEMARK_OIDC_PERSON_CLAIM,
      authority: env.TIDEMARK_OIDC_AUTHORITY_CLAIM,
    },
    roles: Object.fromEntries(words ?? []),
    acrValues: env.TIDEMARK_OIDC_ACR?.split(',').map((value) => value.trim()) ?? [],
  };
}

function kafkaOf(env: Environment): KafkaConfig | undefined {
  if (env.TIDEMARK_KAFKA_BROKERS === undefined) return undefined;
  const { TIDEMARK_KAFKA_USERNAME: username, TIDEMARK_KAFKA_PASSWORD: password } = env;
  return {
    brokers: brokersOf(env.TIDEMARK_KAFKA_BROKERS),
    publicBrokers: brokersOf(env.TIDEMARK_KAFKA_PUBLIC_BROKERS ?? env.TIDEMARK_KAFKA_BROKERS),
    sasl: username !== undefined && password !== undefined ? { username, password } : undefined,
    tls: env.TIDEMARK_KAFKA_TLS === 'true',
  };
}

const brokersOf = (list: string) => list.split(',').map((broker) => broker.trim());

function brokerFaults(env: Environment): string[] {
  return (['TIDEMARK_KAFKA_BROKERS', 'TIDEMARK_KAFKA_PUBLIC_BROKERS'] as const).flatMap((name) => {
    const wrong = env[name] !== undefined && brokersOf(env[name]).some((broker) => !/^[^\s:/@]+:\d{1,5}$/.test(broker));
    return wrong ? [`${name} must be host:port, several separated by commas`] : [];
  });
}

function clamdOf(address: string | undefined): TidemarkConfig['clamd'] {
  if (address === undefined) return undefined;
  const [host = '', port = ''] = address.split(':');
  return { host, port: Number(port) };
}

const clamdFaults = (address: string | undefined): string[] =>
  address === undefined || /^[^\s:/@]+:\d{1,5}$/.test(address) ? [] : ['TIDEMARK_CLAMD must be host:port'];

function hostOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

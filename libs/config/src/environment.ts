import { Transform } from 'class-transformer';
import { IsEmail, IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A whole decimal number and nothing else: "8080x" or "" must be refused, not read as 8080 or 0. */
const WholeNumber = () => Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value));

/** The environment variables that Tidemark reads, each checked where it is declared. An empty variable counts as absent. */
export class Environment {
  @IsString()
  @MinLength(1)
  TIDEMARK_HOME = '.tidemark';

  @IsString()
  TIDEMARK_HOST = '127.0.0.1';

  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  TIDEMARK_PORT = 8080;

  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  TIDEMARK_GRPC_PORT = 8081;

  /** Where clients reach the HTTP port when that is not http://HOST:PORT (a proxy in front). */
  @IsOptional()
  @IsUrl({ require_tld: false, allow_underscores: true, require_protocol: true, protocols: ['http', 'https'] })
  TIDEMARK_PUBLIC_URL?: string;

  @IsOptional()
  @IsUrl({ require_tld: false, allow_underscores: true, require_protocol: true, protocols: ['postgres', 'postgresql'] })
  TIDEMARK_DATABASE_URL?: string;

  /** host:port, several by comma. */
  @IsOptional()
  @IsString()
  TIDEMARK_KAFKA_BROKERS?: string;

  /** How providers reach the brokers, when that is otherwise. */
  @IsOptional()
  @IsString()
  TIDEMARK_KAFKA_PUBLIC_BROKERS?: string;

  @ValidateIf((env: Environment) => env.TIDEMARK_KAFKA_USERNAME !== undefined || env.TIDEMARK_KAFKA_PASSWORD !== undefined)
  @IsString({ message: '$property must be set when TIDEMARK_KAFKA_PASSWORD is' })
  TIDEMARK_KAFKA_USERNAME?: string;

  @ValidateIf((env: Environment) => env.TIDEMARK_KAFKA_USERNAME !== undefined || env.TIDEMARK_KAFKA_PASSWORD !== undefined)
  @IsString({ message: '$property must be set when TIDEMARK_KAFKA_USERNAME is' })
  TIDEMARK_KAFKA_PASSWORD?: string;

  @IsIn(['true', 'false'])
  TIDEMARK_KAFKA_TLS = 'false';

  /** Absent: the standalone app's own issuer. */
  @IsOptional()
  @IsUrl({ require_tld: false, allow_underscores: true, require_protocol: true, protocols: ['http', 'https'] })
  TIDEMARK_OIDC_ISSUER?: string;

  @IsString()
  @MinLength(1)
  TIDEMARK_OIDC_AUDIENCE = 'urn:tidemark:api';

  /** How an outside issuer names the claims that say role, provider and person; dots lead into objects. */
  @IsString()
  TIDEMARK_OIDC_ROLE_CLAIM = 'tidemark_role';

  @IsString()
  TIDEMARK_OIDC_PROVIDER_CLAIM = 'tidemark_provider';

  @IsString()
  TIDEMARK_OIDC_PERSON_CLAIM = 'tidemark_person';

  /** Of regulators and auditors: the authority that they work for, where it is not the installation's own. */
  @IsString()
  TIDEMARK_OIDC_AUTHORITY_CLAIM = 'tidemark_authority';

  /** Its own words for roles: `kyc-analysts=compliance-analyst,audit=auditor`. */
  @IsOptional()
  @Matches(/^[^=,]+=[a-z-]+(,[^=,]+=[a-z-]+)*$/, { message: '$property must be word=role, several by comma' })
  TIDEMARK_OIDC_ROLES?: string;

  /** What `acr` of people's tokens must be, any one of several by comma; absent: the issuer is trusted to ask for a second factor. */
  @IsOptional()
  @IsString()
  TIDEMARK_OIDC_ACR?: string;

  /** Wraps the keys of sealed data: `id:base64 of 32 bytes`, several by comma, the first is the current one. */
  @IsOptional()
  @IsString()
  TIDEMARK_MASTER_KEYS?: string;

  /** The same from a file, one key a line. */
  @IsOptional()
  @IsString()
  TIDEMARK_MASTER_KEY_FILE?: string;

  /** `off`: an installation of one provider for itself; nobody resolves records to parties, each customer is its own. */
  @IsIn(['on', 'off'])
  TIDEMARK_SCHEME = 'on';

  /** `true`: webhooks may go to addresses of our own network, and over http. For tests and development alone. */
  @IsIn(['true', 'false'])
  TIDEMARK_WEBHOOK_ALLOW_PRIVATE = 'false';

  /** host:port of a clamd that documents are scanned by, beside the built-in checks. */
  @IsOptional()
  @IsString()
  TIDEMARK_CLAMD?: string;

  /** Id of the authority that runs this installation and leads its cases. */
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/, { message: '$property must be lower-case words with hyphens' })
  TIDEMARK_AUTHORITY = 'authority';

  /** host:port of the gRPC port of the customer registry and of the threshold monitor, which casework asks; absent: this process's own. */
  @IsOptional()
  @IsString()
  TIDEMARK_REGISTRY_GRPC?: string;

  @IsOptional()
  @IsString()
  TIDEMARK_MONITOR_GRPC?: string;

  /** host:port of the facility registry's gRPC port, which casework asks for the sites of compute clusters; absent: this process's own. */
  @IsOptional()
  @IsString()
  TIDEMARK_FACILITY_GRPC?: string;

  /** Origin of the threshold monitor's HTTP port, from which casework fetches the evidence of flags; absent: this process's own. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }, { message: '$property must be http(s)://host:port' })
  TIDEMARK_MONITOR_URL?: string;

  /** smtp://user:password@host:port or smtps://...: mail is sent through it. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^/\s]+$/, {
    message: '$property must be smtp://host:port or smtps://host:port, with user and password where it asks for them',
  })
  TIDEMARK_SMTP_URL?: string;

  /** From whom mail comes: `Authority <cases@authority.example>`. */
  @IsOptional()
  @IsString()
  TIDEMARK_MAIL_FROM?: string;

  /** Where the authority that runs this installation is told of clocks that ran out. */
  @IsOptional()
  @IsEmail({}, { message: '$property must be a mail address' })
  TIDEMARK_AUTHORITY_MAIL?: string;

  /** Partitions that usage.reports.v1 is made with. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(1024)
  TIDEMARK_REPORT_PARTITIONS = 8;

  @IsIn(LOG_LEVELS)
  TIDEMARK_LOG_LEVEL: LogLevel = 'info';
}

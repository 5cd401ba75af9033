import { ConfigError, describeConfig, loadConfig } from './tidemark-config.js';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env, '/work');
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('configuration', () => {
  it('runs on embedded parts when nothing is set', () => {
    expect(loadConfig({}, '/somewhere')).toMatchObject({
      home: '/somewhere/.tidemark',
      host: '127.0.0.1',
      port: 8080,
      grpcPort: 8081,
      databaseUrl: undefined,
      kafka: undefined,
      oidc: { issuer: undefined, audience: 'urn:tidemark:api' },
    });
  });

  it('knows where casework asks for evidence, and whom it writes to, where that is set', () => {
    const env = { TIDEMARK_MONITOR_URL: 'http://threshold-monitor:8080/', TIDEMARK_AUTHORITY_MAIL: 'desk@authority.example' };
    expect(loadConfig(env)).toMatchObject({ monitorUrl: 'http://threshold-monitor:8080', authorityMail: 'desk@authority.example' });
    expect(loadConfig({})).toMatchObject({ monitorUrl: undefined, authorityMail: undefined });
    expect(faultsOf({ TIDEMARK_MONITOR_URL: 'threshold-monitor' })).toEqual(['TIDEMARK_MONITOR_URL must be http(s)://host:port']);
    expect(faultsOf({ TIDEMARK_AUTHORITY_MAIL: 'desk' })).toEqual(['TIDEMARK_AUTHORITY_MAIL must be a mail address']);
  });

  it('takes an empty variable as absent', () => {
    expect(loadConfig({ TIDEMARK_PORT: '', TIDEMARK_DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined });
  });

  it("reads an outside issuer's words for roles", () => {
    const { oidc } = loadConfig({ TIDEMARK_OIDC_ROLES: 'KYC Analysts=compliance-analyst, audit=auditor', TIDEMARK_OIDC_ACR: 'a, b' });
    expect(oidc.roles).toEqual({ 'KYC Analysts': 'compliance-analyst', audit: 'auditor' });
    expect(oidc.acrValues).toEqual(['a', 'b']);
    expect(oidc.claims).toEqual({
      role: 'tidemark_role',
      provider: 'tidemark_provider',
      person: 'tidemark_person',
      authority: 'tidemark_authority',
    });
  });

  it('reads brokers, with and without a user', () => {
    expect(loadConfig({ TIDEMARK_KAFKA_BROKERS: 'a:9092, b:9093' }).kafka).toEqual({
      brokers: ['a:9092', 'b:9093'],
      publicBrokers: ['a:9092', 'b:9093'],
      sasl: undefined,
      tls: false,
    });
    expect(
      loadConfig({ TIDEMARK_KAFKA_BROKERS: 'a:9092', TIDEMARK_KAFKA_USERNAME: 'u', TIDEMARK_KAFKA_PASSWORD: 'p' }).kafka?.sasl,
    ).toEqual({ username: 'u', password: 'p' });
  });

  it.each([
    ['TIDEMARK_PORT', '80x'],
    ['TIDEMARK_PORT', '-1'],
    ['TIDEMARK_PORT', '65536'],
    ['TIDEMARK_GRPC_PORT', '1.5'],
    ['TIDEMARK_DATABASE_URL', 'mysql://localhost/x'],
    ['TIDEMARK_DATABASE_URL', 'localhost'],
    ['TIDEMARK_OIDC_ISSUER', 'issuer'],
    ['TIDEMARK_OIDC_ROLES', 'analysts'],
    ['TIDEMARK_KAFKA_BROKERS', 'localhost'],
    ['TIDEMARK_KAFKA_BROKERS', 'a:1,,b:2'],
    ['TIDEMARK_KAFKA_PUBLIC_BROKERS', 'public'],
    ['TIDEMARK_REPORT_PARTITIONS', '0'],
    ['TIDEMARK_LOG_LEVEL', 'loud'],
    ['TIDEMARK_KAFKA_TLS', 'yes'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(faultsOf({ [name]: value }).join()).toContain(name);
  });

  it('refuses a user without a password, and a password without a user', () => {
    expect(faultsOf({ TIDEMARK_KAFKA_USERNAME: 'u' }).join()).toContain('TIDEMARK_KAFKA_PASSWORD');
    expect(faultsOf({ TIDEMARK_KAFKA_PASSWORD: 'p' }).join()).toContain('TIDEMARK_KAFKA_USERNAME');
  });

  it('never shows a secret, neither in a fault nor in the description', () => {
    expect(faultsOf({ TIDEMARK_DATABASE_URL: 'mysql://u:hunter2@h/x' }).join()).not.toContain('hunter2');
    const config = loadConfig({
      TIDEMARK_DATABASE_URL: 'postgres://u:hunter2@h/x',
      TIDEMARK_KAFKA_BROKERS: 'a:1',
      TIDEMARK_KAFKA_USERNAME: 'u',
      TIDEMARK_KAFKA_PASSWORD: 'hunter3',
    });
    expect(JSON.stringify(describeConfig(config))).not.toMatch(/hunter/);
  });
});

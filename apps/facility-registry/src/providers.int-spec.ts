import { TOPICS } from '@tidemark/messaging';
import { type RegistryUnderTest, startRegistry } from '../test/registry.fixture.js';
import { type IntakeAccess, IntakeProvisioning } from './providers/intake-provisioning.port.js';

class TestIntake extends IntakeProvisioning {
  made = 0;
  async provision(provider: string): Promise<IntakeAccess> {
    this.made++;
    const topics = { intakeTopic: TOPICS.intake(provider), verdictsTopic: TOPICS.verdicts(provider) };
    return { username: provider, password: `password-${this.made}`, bootstrap: 'broker.test:9094', ...topics };
  }
}

describe('registering providers', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterAll(() => registry.stop());

  const put = (id: string, body?: unknown) => registry.call('operator', 'PUT', `/v1/providers/${id}`, body);

  it('answers the credentials once, and makes the topics before the event', async () => {
    const made = await put('north', { name: 'Northern Lights' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: 'north',
      name: 'Northern Lights',
      version: 1,
      recordedAt: '2026-01-01T00:00:00.000Z',
      recordedBy: 'operator-client',
      clientId: 'north-client',
      clientSecret: 'secret-1',
      tokenEndpoint: 'http://issuer.test/token',
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    const topics = (await registry.eventLog.topics()).map(({ name }) => name);
    expect(topics).toEqual(expect.arrayContaining([TOPICS.intake('north'), TOPICS.verdicts('north')]));
    expect(await registry.events()).toMatchObject([{ fact: { case: 'provider', value: { id: 'north', name: 'Northern Lights' } } }]);

    const again = await put('north', { name: 'Northern Lights' });
    expect([again.status, again.body.version]).toEqual([200, 1]);
    const renamed = await put('north', { name: 'Northern Lights Ltd' });
    expect([renamed.status, renamed.body.version]).toEqual([200, 2]);
    for (const { body } of [again, renamed]) expect(JSON.stringify(body)).not.toMatch(/secret/i);
    expect(registry.credentials.made).toBe(1);
    const history = await registry.call('north', 'GET', '/v1/providers/north/history');
    expect(history.body.map(({ name }: { name: string }) => name)).toEqual(['Northern Lights', 'Northern Lights Ltd']);
  });

  it('needs no body', async () => {
    expect(await put('west')).toMatchObject({ status: 201, body: { id: 'west', name: '' } });
  });

  it('registers nothing when no credentials can be made, so that the request can be repeated', async () => {
    registry.credentials.failing = true;
    expect((await put('east', {})).status).toBe(500);
    expect((await registry.call('operator', 'GET', '/v1/providers/east')).status).toBe(404);
    registry.credentials.failing = false;
    expect((await put('east', {})).body.clientSecret).toMatch(/^secret-/);
  });

  it('renews secrets that were lost, for the operator alone', async () => {
    const renewed = await registry.call('operator', 'POST', '/v1/providers/north/secrets');
    expect(renewed).toMatchObject({ status: 200, body: { clientId: 'north-client', clientSecret: expect.stringMatching(/^secret-/) } });
    expect((await registry.call('operator', 'POST', '/v1/providers/nobody/secrets')).body.code).toBe('PROVIDER_NOT_FOUND');
    expect((await registry.call('north', 'POST', '/v1/providers/north/secrets')).body.code).toBe('OPERATOR_ONLY');
    expect((await registry.call('oversight', 'POST', '/v1/providers/north/secrets')).body.code).toBe('MISSING_SCOPE');
  });

  it.each(['North', '-north', 'no_rth', 'n%2Forth', 'x'.repeat(64)])('refuses %s, which cannot name topics', async (id) => {
    expect((await put(id, {})).body).toMatchObject({ status: 422, code: 'PROVIDER_ID_MALFORMED' });
  });
});

describe('registering providers on a broker', () => {
  let registry: RegistryUnderTest;
  beforeAll(async () => {
    registry = await startRegistry({ intakeProvisioning: new TestIntake() });
  }, 60_000);
  afterAll(() => registry.stop());

  it('answers how the provider reaches its topics, once', async () => {
    const made = await registry.call('operator', 'PUT', '/v1/providers/north', {});
    expect(made.body.kafka).toEqual({
      username: 'north',
      password: 'password-1',
      bootstrap: 'broker.test:9094',
      intakeTopic: 'intake.north.v1',
      verdictsTopic: 'verdicts.north.v1',
    });
    expect((await registry.call('operator', 'PUT', '/v1/providers/north', {})).body).not.toHaveProperty('kafka');
  });
});

/** Casework and the customer registry in one process, as `npm start` runs them: what is granted in one is released by the other, over real gRPC. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { create, toBinary } from '@bufbuild/protobuf';
import { OutsideIssuerCredentials } from '@tidemark/access';
import { loadConfig } from '@tidemark/config';
import { CustomerRegistry, casework, GrpcFailure, grpcClient } from '@tidemark/contracts';
import { createEventLog, type EventLog, TOPICS } from '@tidemark/messaging';
import { type Serving, serve } from '@tidemark/observability';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { MasterKeys } from '@tidemark/sealing';
import { httpCall, SpokenTokens, startTestPostgres, TestClock, type TestPostgres, until } from '@tidemark/testing';
import { CaseworkModule } from '../../apps/casework/src/casework.module.js';
import { CASEWORK_DATABASE } from '../../apps/casework/src/casework-database.js';
import { CustomerRegistryModule } from '../../apps/customer-registry/src/customer-registry.module.js';
import { REGISTRY_DATABASE } from '../../apps/customer-registry/src/registry-database.js';

const ANA = 'ana:compliance-analyst:north:p-ana';
const NORTH_LEAD = 'lou:compliance-lead:north:p-lou';
const ROSA = 'rosa:regulator-reviewer::p-rosa';
const ROSA_AT_HOME = 'rosa-at-home:regulator-reviewer::p-rosa';
const LEA = 'lea:regulator-lead::p-lea';
const AUDITOR = 'eva:auditor::p-eva';
const HOUR = 3_600_000;

describe('an identity, granted in a case and released by the registry', () => {
  let postgres: TestPostgres;
  let databases: AppDatabase[];
  let eventLog: EventLog;
  let serving: Serving;
  let base: string;
  let registry: ReturnType<typeof grpcClient<typeof CustomerRegistry>>;
  const clock = new TestClock();

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const registryDatabase = await openAppDatabase({ url: postgres.url, ...REGISTRY_DATABASE });
    const caseworkDatabase = await openAppDatabase({ url: postgres.url, ...CASEWORK_DATABASE });
    databases = [registryDatabase, caseworkDatabase];
    eventLog = createEventLog({ databaseUrl: postgres.url });
    const grpcPort = await freePort();
    const masterKeys = new MasterKeys([{ id: 'test', key: randomBytes(32) }]);
    serving = await serve({
      title: 'test',
      platform: {
        config: loadConfig({ TIDEMARK_LOG_LEVEL: 'fatal', TIDEMARK_PORT: '0', TIDEMARK_GRPC_PORT: String(grpcPort) }),
        eventLog,
        clock,
        tokenVerifier: new SpokenTokens(),
        providerCredentials: new OutsideIssuerCredentials(),
      },
      modules: [
        CustomerRegistryModule.register({ database: registryDatabase, masterKeys }),
        CaseworkModule.register({ database: caseworkDatabase, masterKeys }),
      ],
      grpc: { services: [CustomerRegistry] },
    });
    base = `http://127.0.0.1:${serving.port}`;
    registry = grpcClient(CustomerRegistry, `127.0.0.1:${grpcPort}`);
  }, 90_000);
  afterAll(async () => {
    registry?.close();
    await serving?.stop();
    await eventLog?.close();
    for (const database of databases ?? []) await database.close();
    await postgres?.stop();
  });

  const get = (as: string, path: string) => httpCall(base, as, 'GET', path);
  const post = async (as: string, path: string, body: object) => {
    const answer = await httpCall(base, as, 'POST', path, { body });
    expect([path, answer.body.code, answer.body.detail]).toEqual([path, undefined, undefined]);
    return answer.body;
  };
  const onboard = async (): Promise<string> => {
    const profile = {
      kind: 'LEGAL',
      names: [{ text: 'Fjordlys Regnekraft AS' }],
      contacts: [{ kind: 'EMAIL', value: 'post@fjordlys.example' }],
    };
    return (await post(ANA, '/v1/customers', profile)).id;
  };
  /** A triaged case about the customer, with a grant to rosa. */
  const granted = async (customer: string) => {
    const subject = { kind: 'customer', provider: 'north', id: customer };
    const { case: id } = await post(ROSA, '/v1/cases', { matter: 'IDENTITY', subject, reason: 'A tip' });
    await post(ROSA, `/v1/cases/${id}/triage`, { reason: 'It stands' });
    const until = clock.nowMs + 24 * HOUR;
    const asked = { customers: [customer], fields: ['NAMES'], purpose: 'IDENTIFY_SUBJECT', reason: 'Who runs it', until };
    const { made: request } = await post(ROSA, `/v1/cases/${id}/identity-requests`, asked);
    const { made: grant } = await post(LEA, `/v1/cases/${id}/identity-requests/${request}/grant`, { reason: 'Needed' });
    return { id: id as string, grant: grant as string };
  };
  /** Straight at the registry, past the case. */
  const direct = (token: string, request: { grant: string; case: string; customer: string; fields: string[] }) =>
    registry.call('releaseIdentity', { ...request, purpose: 'past the case' }, { token, timeoutMs: 5_000 }).then(
      ({ sections }) => sections.map(({ field }) => field).join(),
      (error: GrpcFailure) => `${error.status} ${error.code}`,
    );
  const readsOf = async (as: string, customer: string) => (await get(as, `/v1/identity-reads?customer=${customer}`)).body.items;

  it('is shown at once, though the grant is still on its way; and on both sides it is logged who read what and why', async () => {
    const customer = await onboard();
    const { id, grant } = await granted(customer);
    const shown = await get(ROSA, `/v1/cases/${id}/identities/${customer}`);
    expect([shown.status, shown.body.code]).toEqual([200, undefined]);
    expect(shown.body).toMatchObject({ grant, sections: { NAMES: { names: [{ value: { text: 'Fjordlys Regnekraft AS' } }] } } });
    expect((await get(ROSA_AT_HOME, `/v1/cases/${id}/identities/${customer}`)).status).toBe(200);
    expect(await readsOf(AUDITOR, customer)).toMatchObject(
      ['rosa-at-home', 'rosa'].map(() => ({ what: `case/${id}/NAMES`, reader: 'p-rosa', purpose: 'IDENTIFY_SUBJECT: Who runs it' })),
    );
    expect((await get(AUDITOR, `/v1/cases/${id}/identity-reads`)).body.items).toHaveLength(2);
  });

  it('is denied to everybody else, at both doors', async () => {
    const customer = await onboard();
    const { id, grant } = await granted(customer);
    const request = { grant, case: id, customer, fields: ['NAMES'] };
    await until(async () => (await direct(ROSA, request)) === 'NAMES');
    const forbidden = 'PERMISSION_DENIED FORBIDDEN_ROLE';
    expect(await direct(NORTH_LEAD, request)).toBe(forbidden);
    expect(await direct('engine:provider:north', request)).toBe(forbidden);
    expect(await direct('sol:compliance-lead::p-sol', request)).toBe(forbidden);
    expect(await direct(AUDITOR, request)).toBe(forbidden);
    expect(await direct('snapshotter:oversight', request)).toBe(forbidden);
    expect(await direct(LEA, request)).toBe('NOT_FOUND RELEASE_NOT_GRANTED');
    expect(await direct('olga:regulator-lead::p-olga:elsewhere', request)).toBe('NOT_FOUND RELEASE_NOT_GRANTED');
    expect(await direct('p-rosa:regulator-reviewer', request)).toBe('NOT_FOUND RELEASE_NOT_GRANTED');
    expect(await direct(ROSA, { ...request, fields: ['NAMES', 'CONTACTS'] })).toBe('PERMISSION_DENIED RELEASE_NOT_COVERED');
    expect(await direct(ROSA, { ...request, customer: await onboard() })).toBe('PERMISSION_DENIED RELEASE_NOT_COVERED');
    expect(await direct(ROSA, { ...request, fields: [] })).toBe('INVALID_ARGUMENT RELEASE_MALFORMED');
    expect((await get(LEA, `/v1/cases/${id}/identities/${customer}`)).body.code).toBe('IDENTITY_NOT_GRANTED');
    expect((await get(NORTH_LEAD, `/v1/cases/${id}/identities/${customer}`)).body.code).toBe('FORBIDDEN_ROLE');
    expect((await readsOf(AUDITOR, customer)).map(({ reader }: { reader: string }) => reader)).toEqual(['p-rosa']);
  });

  it('ends at both doors: at its moment, and when it is ended by hand', async () => {
    const customer = await onboard();
    const { id, grant } = await granted(customer);
    const request = { grant, case: id, customer, fields: ['NAMES'] };
    await until(async () => (await direct(ROSA, request)) === 'NAMES');
    await post(LEA, `/v1/cases/${id}/identity-grants/${grant}/end`, { reason: 'Enough' });
    expect((await get(ROSA, `/v1/cases/${id}/identities/${customer}`)).body.code).toBe('ACCESS_ENDED');
    await until(async () => (await direct(ROSA, request)) === 'FAILED_PRECONDITION RELEASE_ENDED');

    const second = await granted(customer);
    await until(async () => (await direct(ROSA, { ...request, case: second.id, grant: second.grant })) === 'NAMES');
    clock.nowMs += 24 * HOUR;
    expect(await direct(ROSA, { ...request, case: second.id, grant: second.grant })).toBe('FAILED_PRECONDITION RELEASE_ENDED');
    expect((await get(ROSA, `/v1/cases/${second.id}/identities/${customer}`)).body.code).toBe('ACCESS_ENDED');
  });

  it('tells the provider nothing until it is told of the case, and then nothing of who and why', async () => {
    const customer = await onboard();
    const seen = async () =>
      Promise.all(
        [`/v1/customers/${customer}`, `/v1/customers/${customer}/events`, '/v1/identity-reads', '/v1/customers?limit=500'].map(
          async (path) => {
            const { headers, body } = await get(NORTH_LEAD, path);
            return [headers.get('etag'), body];
          },
        ),
      );
    const before = await seen();
    const { id } = await granted(customer);
    expect((await get(ROSA, `/v1/cases/${id}/identities/${customer}`)).status).toBe(200);
    expect(await seen()).toEqual(before);
    const fact = { case: 'disclosed' as const, value: { provider: 'north', customers: [customer] } };
    const value = toBinary(casework.CaseFactSchema, create(casework.CaseFactSchema, { id: 'told', case: id, fact }));
    await eventLog.append(TOPICS.case, [{ key: id, value }]);
    await until(async () => (await readsOf(NORTH_LEAD, customer)).length > 0);
    const shown = await readsOf(NORTH_LEAD, customer);
    expect(shown).toMatchObject([{ what: 'case/NAMES', reader: 'authority', purpose: 'by an authority' }]);
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${id}|p-rosa|Who runs`));
  });
});

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

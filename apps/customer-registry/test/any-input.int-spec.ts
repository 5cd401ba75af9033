import fc from 'fast-check';
import { type RegistryUnderTest, startCustomerRegistry } from './registry.fixture.js';

const ANA = 'ana:compliance-analyst:north';
const LEA = 'lea:compliance-lead:north';

/** JSON as nobody means it: wrong kinds, odd keys, lone surrogates, NUL, numbers without end. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom('LEGAL', 'NATURAL'), fc.jsonValue()),
      names: fc.oneof(
        fc.array(fc.record({ text: fc.string({ unit: 'binary' }), kind: fc.jsonValue(), from: fc.jsonValue() }, { requiredKeys: [] })),
        fc.jsonValue(),
      ),
      identifiers: fc.oneof(
        fc.array(fc.record({ scheme: fc.jsonValue(), value: fc.string(), country: fc.string() }, { requiredKeys: [] })),
        fc.jsonValue(),
      ),
      reference: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      birthDate: fc.jsonValue(),
      related: fc.jsonValue(),
      changeReason: fc.jsonValue(),
      level: fc.oneof(fc.constantFrom('BASIC', 'ENHANCED', 'NONE'), fc.jsonValue()),
      outcome: fc.oneof(fc.constantFrom('APPROVED', 'ACCEPTED', 'CONFIRMED'), fc.jsonValue()),
      reason: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      trains: fc.oneof(fc.constantFrom('YES', 'NO'), fc.jsonValue()),
      computeFlop: fc.oneof(fc.string(), fc.double(), fc.jsonValue()),
      modalities: fc.jsonValue(),
      judgement: fc.oneof(fc.constantFrom('TRAINS'), fc.jsonValue()),
      subject: fc.oneof(fc.string(), fc.jsonValue()),
      to: fc.oneof(fc.string(), fc.double(), fc.jsonValue()),
      accesses: fc.oneof(fc.array(fc.record({ ip: fc.string(), at: fc.jsonValue() })), fc.jsonValue()),
      evidence: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

/** What a step takes beside a reason, so that nothing but the id is odd. */
const STEPS: Record<string, object> = {
  '': { sector: 'Trade' },
  '/administration': { accesses: [{ ip: '192.0.2.7', at: '2026-01-01' }] },
  '/verifications': { level: 'BASIC' },
  '/verifications/decision': { outcome: 'APPROVED', reason: 'Because.' },
  '/downgrade': { level: 'NONE', reason: 'Because.' },
  '/intent': { trains: 'NO' },
  '/assessment': { judgement: 'TRAINS', reason: 'Because.' },
  '/exemptions': { subject: 'Something', reason: 'Because.', to: '2099-01-01' },
  '/attestations': { subject: 'Something', reason: 'Because.', to: '2099-01-01' },
  '/revalidations/completion': { outcome: 'CONFIRMED', reason: 'Because.' },
  '/documents/x/decision': { outcome: 'ACCEPTED', reason: 'Because.' },
};

describe('whatever is sent', () => {
  let registry: RegistryUnderTest;
  let id: string;
  beforeAll(async () => {
    registry = await startCustomerRegistry();
    id = (await registry.call(ANA, 'POST', '/v1/customers', { body: { kind: 'LEGAL', names: [{ text: 'Alt Mulig AS' }] } })).body.id;
  }, 60_000);
  afterAll(() => registry?.stop());

  const routes: [string, string][] = [
    ['POST', ''],
    ['PATCH', '/ID'],
    ['POST', '/ID/administration'],
    ['POST', '/ID/verifications'],
    ['POST', '/ID/verifications/proposal'],
    ['POST', '/ID/verifications/decision'],
    ['POST', '/ID/verifications/withdrawal'],
    ['POST', '/ID/downgrade'],
    ['PUT', '/ID/intent'],
    ['PUT', '/ID/assessment'],
    ['POST', '/ID/exemptions'],
    ['POST', '/ID/attestations'],
    ['POST', '/ID/exemptions/x/end'],
    ['POST', '/ID/revalidations'],
    ['POST', '/ID/revalidations/completion'],
    ['POST', '/ID/documents/x/decision'],
    ['POST', '/ID/suspend'],
    ['POST', '/ID/resume'],
    ['POST', '/ID/erase'],
  ];

  it.each(routes)(
    'to %s /v1/customers%s is answered with what is wrong, never with a fault of ours',
    async (method, path) => {
      const as = /exemptions$|erase/.test(path) ? LEA : ANA;
      const send = async (body: unknown) => {
        const version = (await registry.call(ANA, 'GET', `/v1/customers/${id}`)).headers.get('etag')!;
        return registry.call(as, method, `/v1/customers${path.replace('ID', id)}`, {
          body,
          headers: method === 'PATCH' ? { 'if-match': version } : {},
        });
      };
      expect((await send(undefined)).status).toBeLessThan(500);
      await fc.assert(
        fc.asyncProperty(anything, async (body) => {
          const { status, body: answer } = await send(JSON.stringify(body) === undefined ? {} : body);
          expect(status).toBeLessThan(500);
          if (status >= 400) expect(answer.code).toMatch(/^[A-Z][A-Z_]+$/);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );

  it.each(routes.filter(([, path]) => path !== ''))(
    'to %s /v1/customers%s of an odd id is answered as of one that is nobody’s',
    async (method, path) => {
      const as = /exemptions$|erase/.test(path) ? LEA : ANA;
      const body = STEPS[path.slice('/ID'.length)] ?? { reason: 'Because.' };
      for (const odd of ['abc', '😀', 'a'.repeat(3000), '../', "1'or'1"]) {
        const address = `/v1/customers${path.replace('ID', encodeURIComponent(odd))}`;
        const { status, body: answer } = await registry.call(as, method, address, {
          body,
          headers: method === 'PATCH' ? { 'if-match': '"1"' } : {},
        });
        expect([odd.slice(0, 9), status, answer.code]).toEqual([odd.slice(0, 9), 404, expect.stringMatching(/_UNKNOWN$/)]);
      }
    },
  );

  it('null says as little as what is left out', async () => {
    const nulls = { modalities: null, formats: null, sites: null, parameters: null, hardware: null, from: null };
    const declared = await registry.call(ANA, 'PUT', `/v1/customers/${id}/intent`, { body: { trains: 'NO', ...nulls } });
    const evidence = { kind: 'DECLARED', detail: null };
    const linked = await registry.call(ANA, 'POST', '/v1/links', {
      body: { account: 'a-null', customer: id, from: '2026-01-01', to: null, evidence },
    });
    const screened = await registry.call(ANA, 'POST', '/v1/screenings', { body: { names: ['Alt Mulig'], threshold: null } });
    expect([declared.status, linked.status, screened.status < 500]).toEqual([200, 201, true]);
  });

  it('a list where one thing is expected, or half a character, is refused by name', async () => {
    const nested = { names: ['Alt Mulig'], identifiers: [[]] };
    expect((await registry.call(ANA, 'POST', '/v1/screenings', { body: nested })).body.code).toBe('INVALID_INPUT');
    const half = { trains: 'NO', sites: ['\ud83d'] };
    expect((await registry.call(ANA, 'PUT', `/v1/customers/${id}/intent`, { body: half })).body.code).toBe('MALFORMED_JSON');
  });

  it('as an address, an ETag, a purpose or a filter is answered too', async () => {
    const odd = ['%00', '%ud800', "' or 1=1", '../..', 'a'.repeat(3000), '00000000-0000-4000-8000-00000000000'];
    for (const text of odd) {
      for (const path of [
        `/${encodeURIComponent(text)}`,
        `/${id}/documents/${encodeURIComponent(text)}`,
        `?reference=${encodeURIComponent(text)}`,
        `?cursor=${encodeURIComponent(text)}`,
        `?expiring=${encodeURIComponent(text)}`,
        `/${id}/events?purpose=${encodeURIComponent(text)}&cursor=WyIiXQ`,
      ])
        expect([path, (await registry.call(ANA, 'GET', `/v1/customers${path}`)).status < 500]).toEqual([path, true]);
    }
    for (const path of [
      '/%00',
      `/${id}/documents/%00`,
      '?reference=%00',
      '?cursor=WyIiXQ',
      '?cursor=WzEsMl0',
      `/${id}/events?cursor=WyJ4Il0`,
    ])
      expect([path, (await registry.call(ANA, 'GET', `/v1/customers${path}`)).status < 500]).toEqual([path, true]);
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { OtherInstallation } from '../../test/other-installation.fixture.js';

const OPERATOR = 'ops:operator';
const ROSA = 'rosa:regulator-reviewer::rosa';
const OTTO = 'otto:auditor::otto';
const ERIK = 'erik:provider-engineer:north:erik';

describe('authorities over HTTP', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const put = (id: string, body: object, as = OPERATOR) => casework.call(as, 'PUT', `/v1/authorities/${id}`, { body });
  const tenant = { name: 'Northern Office', kind: 'TENANT', jurisdictions: ['NO'] };
  const elsewhere = new OtherInstallation('southern-board');
  const installation = { name: 'Southern Board', kind: 'INSTALLATION', jurisdictions: ['EU'], publicKey: elsewhere.publicKey };

  it('are known from the start by the installation’s own, with the key that it signs with, the same each time', async () => {
    const { body } = await casework.call(ROSA, 'GET', '/v1/authorities/authority');
    expect(body).toMatchObject({ id: 'authority', home: true, kind: 'TENANT', version: 0 });
    expect(Buffer.from(body.publicKey, 'base64')).toHaveLength(44);
    const [again, other] = await Promise.all([1, 2].map(() => casework.call(OTTO, 'GET', '/v1/authorities/authority')));
    expect([again!.body.publicKey, other!.body.key]).toEqual([body.publicKey, body.key]);
  });

  it('keep the private key sealed', async () => {
    await casework.call(ROSA, 'GET', '/v1/authorities/authority');
    const [row] = await casework.everything<{ private_key: Buffer }>('select private_key from signing_key');
    // What PKCS8 of an Ed25519 key begins with.
    expect(row!.private_key.includes(Buffer.from('302e020100300506032b6570', 'hex'))).toBe(false);
    await expect(casework.everything('delete from signing_key')).rejects.toThrow('never changed');
  });

  it('are registered and changed by the operator alone, each change a version', async () => {
    expect(await put('northern-office', tenant)).toMatchObject({ status: 200, body: { version: 1, home: false } });
    expect(await put('northern-office', tenant)).toMatchObject({ body: { version: 1 } });
    expect(await put('northern-office', { ...tenant, name: 'Office of the North' })).toMatchObject({ body: { version: 2 } });
    expect(await put('southern-board', installation)).toMatchObject({ status: 200, body: { publicKey: elsewhere.publicKey } });
    const { items } = (await casework.call(OTTO, 'GET', '/v1/authorities')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['authority', 'northern-office', 'southern-board']);
    for (const as of [ROSA, OTTO, ERIK]) expect((await put('northern-office', tenant, as)).status).toBe(403);
    expect((await casework.call(ERIK, 'GET', '/v1/authorities')).status).toBe(403);
    expect((await casework.call(ROSA, 'GET', '/v1/authorities/nobody')).body.code).toBe('AUTHORITY_UNKNOWN');
  });

  it('have an Ed25519 key exactly when they are another installation', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    for (const publicKey of [undefined, 'AAAA', rsa, `${elsewhere.publicKey}AAAA`])
      expect(await put('southern-board', { ...installation, publicKey })).toMatchObject({
        body: { code: expect.stringMatching(/KEY_INVALID|INVALID_INPUT/) },
      });
    expect(await put('northern-office', { ...tenant, publicKey: elsewhere.publicKey })).toMatchObject({
      body: { code: 'AUTHORITY_KEY_INVALID' },
    });
    expect(await put('authority', installation)).toMatchObject({ body: { code: 'AUTHORITY_ID_INVALID' } });
    expect(await put('Not%20One', tenant)).toMatchObject({ body: { code: 'AUTHORITY_ID_INVALID' } });
  });
});

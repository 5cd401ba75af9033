import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { facility } from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import { envelopesIn, post, type RunningGateway, record, report, startGateway } from '../../test/gateway.js';
import { ScriptedLog } from '../../test/scripted-log.js';

const raw = (key: KeyObject): string => key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

describe('signed reports', () => {
  const meter = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  let log: ScriptedLog;
  let gateway: RunningGateway;

  beforeEach(async () => {
    log = new ScriptedLog();
  });
  afterEach(() => gateway.stop());

  const start = async () => {
    gateway = await startGateway(log);
  };
  const register = (publicKey: string, provider = 'alpha') => {
    const fact = { case: 'meter' as const, value: { provider, source: 'meter-1', publicKey } };
    return log.tell(
      TOPICS.facility,
      provider,
      toBinary(facility.FacilityEventSchema, create(facility.FacilityEventSchema, { id: 'x', fact })),
    );
  };
  const send = (value: unknown, provider = 'alpha') =>
    post(`${gateway.origin}/v1/reports`, gateway.tokens.provider(provider), 'application/json', JSON.stringify(value));
  /** What a meter does: asks for the hash once (here: of an unsigned twin of another provider), then signs. */
  const signed = async (key: KeyObject, over: object = {}) => {
    const plain = report(over);
    const { contentHash, source, epoch, sequence } = (await send(plain, 'unsigned')).body;
    const text = `tidemark.usage.report.v1\n${source}\n${epoch}\n${sequence}\n${contentHash}`;
    return { ...plain, signature: { algorithm: 'Ed25519', value: sign(null, Buffer.from(text), key).toString('base64') } };
  };

  it.each([
    ['PEM', meter.publicKey.export({ format: 'pem', type: 'spki' }) as string],
    ['raw base64', raw(meter.publicKey)],
  ])('are taken when the signature verifies with the key (%s) that was registered before the start', async (_, key) => {
    await register(key);
    await start();
    expect(await send(await signed(meter.privateKey))).toMatchObject({ status: 202, body: { verdicts: [] } });
    const [envelope] = (await envelopesIn(log)).filter(({ provider }) => provider === 'alpha');
    expect(envelope!.signature).toMatchObject({ algorithm: 'Ed25519' });
  });

  it('are refused when another key, another record or another sequence was signed', async () => {
    await start();
    await register(raw(meter.publicKey));
    const good = await signed(meter.privateKey);
    const attempts = [await signed(other.privateKey), { ...good, sequence: '2' }, { ...good, records: [record({ count: 9 })] }];
    for (const attempt of attempts)
      expect(await send(attempt)).toMatchObject({ status: 422, body: { code: 'SIGNATURE_INVALID', field: 'signature' } });
    expect((await send(good)).status).toBe(202);
  });

  it('are required of a registered meter, also in a later version, and of no other', async () => {
    await start();
    expect((await send(report())).status).toBe(202);
    await register(raw(meter.publicKey));
    expect(await send(report({ sequence: '2' }))).toMatchObject({ status: 422, body: { code: 'SIGNATURE_MISSING' } });
    expect(await send(report({ schemaVersion: 2 }))).toMatchObject({ status: 422, body: { code: 'SIGNATURE_UNVERIFIABLE' } });
    expect((await send(report({ source: 'meter-2' }))).status).toBe(202);
    expect((await send(report(), 'beta')).status).toBe(202);
  });

  it('are no longer required once the meter is registered without a key', async () => {
    await start();
    await register(raw(meter.publicKey));
    await register('');
    expect((await send(report())).status).toBe(202);
  });

  it('cannot be had past a key that cannot be read', async () => {
    await start();
    await register('not a key');
    expect(await send(await signed(meter.privateKey))).toMatchObject({ body: { code: 'SIGNATURE_INVALID' } });
    expect(await send(report())).toMatchObject({ body: { code: 'SIGNATURE_MISSING' } });
  });

  it('sign what is accepted, so that a rejected record costs only itself', async () => {
    await start();
    await register(raw(meter.publicKey));
    const answer = await send(await signed(meter.privateKey, { records: [record(), record({ count: 0 })] }));
    expect(answer).toMatchObject({ status: 202, body: { verdicts: [{ index: 1 }] } });
  });
});

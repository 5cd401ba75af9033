import { randomUUID } from 'node:crypto';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const OPERATOR = 'ops:operator';
const ROSA = 'rosa:regulator-reviewer::rosa';
const RUTH = 'ruth:regulator-lead::ruth';
const OVER_THERE = 'omar:regulator-lead::omar';
const SIGNED = { 'content-type': 'application/vnd.tidemark.referral+json' };

describe('between two installations', () => {
  let west: CaseworkUnderTest;
  let east: CaseworkUnderTest;
  beforeAll(async () => {
    west = await startCasework({ TIDEMARK_AUTHORITY: 'west-office' });
    east = await startCasework({ TIDEMARK_AUTHORITY: 'east-office' });
    const keyOf = async (one: CaseworkUnderTest, id: string) => (await one.call(OPERATOR, 'GET', `/v1/authorities/${id}`)).body.publicKey;
    const know = async (one: CaseworkUnderTest, id: string, publicKey: string) =>
      one.call(OPERATOR, 'PUT', `/v1/authorities/${id}`, { body: { name: id, kind: 'INSTALLATION', jurisdictions: ['EU'], publicKey } });
    expect((await know(west, 'east-office', await keyOf(east, 'east-office'))).status).toBe(200);
    expect((await know(east, 'west-office', await keyOf(west, 'west-office'))).status).toBe(200);
  }, 90_000);
  afterAll(async () => {
    await west?.stop();
    await east?.stop();
  });

  const open = async () => {
    const subject = { kind: 'customer', provider: 'north', id: randomUUID() };
    const { body } = await west.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'TRAINING_COMPUTE', subject, reason: 'A tip' } });
    return body.case as string;
  };
  const post = (one: CaseworkUnderTest, as: string, path: string, body: object = {}) =>
    one.call(as, 'POST', path, { body, ...('payload' in body ? { headers: SIGNED } : {}) });
  const get = async (one: CaseworkUnderTest, as: string, path: string) => (await one.call(as, 'GET', path)).body;

  it('a referral goes, is received and is answered, by nothing but the documents that people carry', async () => {
    const id = await open();
    const proposal = {
      to: 'east-office',
      sections: ['FLAGS', 'STATEMENT'],
      reason: 'Theirs',
      legalBasis: 'Memorandum',
      statement: 'Seen twice',
    };
    const referral = (await post(west, ROSA, `/v1/cases/${id}/referrals`, proposal)).body.made as string;
    expect((await post(west, RUTH, `/v1/cases/${id}/referrals/${referral}/approval`)).status).toBe(200);
    const bundle = await get(west, ROSA, `/v1/cases/${id}/referrals/${referral}/bundle`);

    const taken = await post(east, OVER_THERE, '/v1/referrals', bundle);
    expect(taken).toMatchObject({ status: 201, body: { referral, status: 'arrived' } });
    expect(await get(east, OVER_THERE, `/v1/referrals/${referral}`)).toMatchObject({
      content: { FLAGS: [], STATEMENT: { text: 'Seen twice' } },
    });
    expect((await post(east, OVER_THERE, `/v1/referrals/${referral}/receipt`)).status).toBe(200);
    expect((await post(east, OVER_THERE, `/v1/referrals/${referral}/answer`, { outcome: 'TAKEN_UP', words: 'We look' })).status).toBe(200);

    for (const [word, status] of [
      ['receipt', 'received'],
      ['answer', 'answered'],
    ]) {
      const signed = await get(east, OVER_THERE, `/v1/referrals/${referral}/${word}`);
      expect((await post(west, ROSA, `/v1/referrals/${referral}/${word}`, signed)).body).toMatchObject({ status });
      // Brought back to where it was signed it is nobody's.
      expect((await post(east, OVER_THERE, `/v1/referrals/${referral}/${word}`, signed)).status).toBe(422);
    }
    expect(await get(west, ROSA, `/v1/referrals/${referral}`)).toMatchObject({ answer: { outcome: 'TAKEN_UP', words: 'We look' } });
    expect((await post(west, ROSA, '/v1/referrals', bundle)).body.code).toBe('REFERRAL_SENDER_UNKNOWN');
  });

  it('a question goes, and its answer comes back', async () => {
    const id = await open();
    const asked = { to: 'west-office', about: { case: id }, sections: ['TOTALS'], purpose: 'Our own case', legalBasis: 'Memorandum' };
    const { request } = (await post(east, OVER_THERE, '/v1/authority-requests', asked)).body;
    const question = await get(east, OVER_THERE, `/v1/authority-requests/${request}/document`);
    expect((await post(west, ROSA, '/v1/authority-requests', question)).body).toMatchObject({ request, case: id, status: 'open' });
    expect((await post(west, RUTH, `/v1/authority-requests/${request}/answer`, { sections: ['TOTALS'], reason: 'Shared' })).status).toBe(
      200,
    );
    const answer = await get(west, RUTH, `/v1/authority-requests/${request}/answer`);
    expect((await post(east, OVER_THERE, `/v1/authority-requests/${request}/answer`, answer)).body).toMatchObject({ status: 'answered' });
    expect(await get(east, OVER_THERE, `/v1/authority-requests/${request}`)).toMatchObject({
      answer: { reason: 'Shared', content: { TOTALS: [] } },
    });
  });
});

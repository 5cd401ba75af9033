import { caseIn, person, ROSA, STATEMENT } from '../../test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';

const AT_ONCE = 20;

describe('people who do the same at the same moment', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, body: object, headers: Record<string, string> = {}) =>
    casework.call(as, 'POST', path, { body, headers });
  const everyone = <Value>(one: (n: number) => Promise<Value>) => Promise.all(Array.from({ length: AT_ONCE }, (_, n) => one(n)));
  const linesOf = (id: string, type: string) => casework.everything(`select from case_event where case_id = $1 and type = $2`, [id, type]);
  const sequencesOf = async (id: string) =>
    (await casework.everything<{ sequence: number }>('select sequence from case_event where case_id = $1 order by sequence', [id])).map(
      ({ sequence }) => sequence,
    );

  it('of twenty who approve one proposal one does, and the others are told that the case has changed', async () => {
    const id = await caseIn(casework, 'investigating');
    const proposed = await post(ROSA, `/v1/cases/${id}/proposals`, { outcome: 'NO_ACTION', statement: STATEMENT });
    expect([proposed.status, proposed.body.code]).toEqual([201, undefined]);
    const path = `/v1/cases/${id}/proposals/${proposed.body.made}/approval`;
    const version = { 'if-match': `"${proposed.body.version}"` };
    const answers = await everyone((n) => post(person(`lead-${n}`, 'regulator-lead'), path, { reason: 'It stands' }, version));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(AT_ONCE - 1);
    expect(await linesOf(id, 'outcome-approved')).toHaveLength(1);
    expect(await sequencesOf(id)).toEqual((await sequencesOf(id)).map((_, n) => n + 1));
  });

  it('of twenty who answer one request one does, and nothing of the others is kept', async () => {
    const id = await caseIn(casework, 'investigating');
    const { subject } = (await casework.call(ROSA, 'GET', `/v1/cases/${id}`)).body;
    const questions = [{ id: 'how-much', kind: 'NUMBER', text: 'How many accelerators?' }];
    const asked = await post(ROSA, `/v1/cases/${id}/information-requests`, { provider: subject.provider, questions, reason: 'To know' });
    expect([asked.status, asked.body.detail]).toEqual([201, undefined]);
    const [item] = await casework.everything<{ id: string }>('select id from served_item where case_id = $1 and part = $2', [
      id,
      asked.body.made,
    ]);
    const answers = await everyone((n) =>
      post(`nils-${n}:compliance-lead:${subject.provider}:nils-${n}`, `/v1/served/${item!.id}/answer`, {
        answers: [{ question: 'how-much', number: String(n) }],
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(AT_ONCE - 1);
    expect(await linesOf(id, 'request-answered')).toHaveLength(1);
    const settled = (await casework.facts()).filter(({ fact }) => fact.case === 'settled' && fact.value.item === item!.id);
    expect(settled.map(({ fact }) => fact.value && 'status' in fact.value && fact.value.status).at(-1)).toBe('answered');
  });
});

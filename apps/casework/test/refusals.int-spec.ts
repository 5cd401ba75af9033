import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startClock } from '@tidemark/domain';
import type { Answer } from '@tidemark/testing';
import { CaseWrites } from '../src/case-log/case-writes.js';
import { CASEWORK_REFUSALS } from '../src/refusals.js';
import { caseIn, person, RHEA, ROLF, ROSA, RUTH, STATEMENT, SUBJECT } from './case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from './casework.fixture.js';
import { ANNA, DECLARATION, DELEGATION, INCIDENT, inAWeek, TARGET } from './whole-world.fixture.js';

const STAGE = 'its row of the table of permissions names the states, so STATE_FORBIDS says it before';
/** Codes that no request from outside comes to in a test, and why. Each is held by the unit test of the decision that says it. */
const NOT_FROM_OUTSIDE: Readonly<Record<string, string>> = {
  DESK_FULL: 'takes 200 files, 1000 mentions or 2000 notes in one case',
  FILES_TOO_MANY: 'takes 100 files for one item',
  NOTICE_FULL: 'takes 50 replies, or appeals, by one code',
  VERSIONS_TOO_MANY: 'takes 50 versions of one declaration',
  DOSSIER_TOO_LARGE: 'takes files of a case beyond what one archive may hold',
  REFERRAL_TOO_LARGE: 'takes a case with more flags than a bundle may hold',
  REFERRAL_ERASED: 'takes an answer to a request whose case was closed and its person erased since',
  IDENTITY_REACH_EMPTY: 'an empty list is INVALID_INPUT before; the domain holds it for other callers',
  WARNING_UNKNOWN: 'an item that was served always has its warning; another id is ITEM_UNKNOWN before',
  CASE_NOT_CLOSED: STAGE,
  CASE_NOT_WORKED: STAGE,
  WARNING_OVER: STAGE,
  NOTICE_FORWARDED: STAGE,
  WORDS_ERASED: 'only a closed case is erased, in which no notice is served; the domain holds it for a key that is gone',
  REPORT_WORDS_GONE: 'takes a case whose key was destroyed at the end of its retention, of which CASE_UNKNOWN may stand by then',
};

const because = { reason: 'For the test' };
const BLANK = { reason: '   ' };
const NOBODY = '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f00';
const OPERATOR = person('olaf', 'operator');

describe('every refusal of casework', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
    // Whoever does something in a case is known from then on: deputies and auditors are among the known.
    for (const as of [RUTH, RHEA, ROLF]) await casework.call(as, 'POST', '/v1/incidents', { body: {} });
  }, 60_000);
  afterAll(() => casework?.stop());

  const post = (as: string, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    casework.call(as, 'POST', path, { body, headers });
  /** What has to have gone well before the request that is tried. */
  const done = async (as: string, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<string> => {
    const { status, body: answer } = await post(as, path, body, headers);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer.made ?? answer.id;
  };
  const about = async (stage: Parameters<typeof caseIn>[1] = 'investigating') => `/v1/cases/${await caseIn(casework, stage)}`;
  const etagOf = async (path: string) => ({ 'if-match': (await casework.call(RHEA, 'GET', path)).headers.get('etag')! });
  const itemOf = async (part: string) =>
    `/v1/served/${(await casework.everything<{ id: string }>('select id from served_item where part = $1', [part]))[0]!.id}`;
  const question = { provider: 'north', questions: [{ id: 'q', kind: 'TEXT', text: 'Who?' }], ...because };
  const identities = { customers: [SUBJECT.id], fields: ['NAMES'], purpose: 'OTHER', ...because };
  const asked = async (more: object = {}) => {
    const path = await about();
    const request = await done(ROSA, `${path}/identity-requests`, { ...identities, until: inAWeek(), ...more });
    return { path, request: `${path}/identity-requests/${request}` };
  };
  const broken = async () => {
    const path = await about();
    const grant = await done(ROSA, `${path}/break-glass`, { customers: [SUBJECT.id], fields: ['NAMES'], danger: 'Weights leave' });
    return `${path}/identity-grants/${grant}`;
  };
  const drafted = async () => {
    const path = await about();
    return { path, order: `${path}/orders/${await done(ROSA, `${path}/orders`, { ...TARGET, imminence: 'Now' })}` };
  };
  const lifting = async () => {
    const { path, order } = await drafted();
    await done(RUTH, `${order}/approval`, because, await etagOf(path));
    return { path, order, lift: `${order}/lift-requests/${await done(ROSA, `${order}/lift-requests`, because)}` };
  };
  const shared = async () => {
    const path = await about();
    const declaration = `${path}/declarations/${await done(ROSA, `${path}/declarations`, { declaration: DECLARATION, ...because })}`;
    const ask = { auditor: 'tess', purpose: 'To verify', until: inAWeek(), ...because };
    return { path, declaration, ask };
  };
  const appealTaken = async () => {
    const path = await about('appealed');
    await done(ROSA, `${path}/appeals/a-1/review`);
    return { path, proposals: `${path}/appeals/a-1/proposals` };
  };
  const held = async () => {
    const path = await about();
    return { path, hold: `${path}/holds/${await done(ROSA, `${path}/holds`, because)}` };
  };
  const requested = async () => {
    const path = await about();
    const made = await done(ROSA, `${path}/information-requests`, question);
    return { path, request: `${path}/information-requests/${made}`, item: await itemOf(made) };
  };
  const PRODUCED: Readonly<Record<string, () => Promise<Answer>>> = {
    REFERRAL_RULE_MISSING: async () => {
      const abroad = { name: 'Far Office', kind: 'INSTALLATION', jurisdictions: ['KR'], publicKey: KEY };
      await casework.call(OPERATOR, 'PUT', '/v1/authorities/far-office', { body: abroad });
      const opened = await casework.call(ROSA, 'POST', '/v1/cases', { body: { matter: 'IDENTITY', subject: SUBJECT, ...because } });
      const referral = { to: 'far-office', sections: ['FLAGS'], legalBasis: 'None', ...because };
      return post(ROSA, `/v1/cases/${opened.body.case}/referrals`, referral);
    },
    AUTHORITY_REQUEST_UNKNOWN: () => casework.call(ROSA, 'GET', `/v1/authority-requests/${NOBODY}`),
    READER_OF_ANOTHER_AUTHORITY: async () => {
      const path = await about();
      await done(person('abe', 'regulator-reviewer'), `${path}/notes`, { text: 'Seen' });
      const body = { matter: 'OTHER', subject: SUBJECT, ...because };
      await done(person('abe', 'regulator-reviewer', '', 'elsewhere'), '/v1/cases', body);
      return post(ROSA, `${path}/identity-requests`, { ...identities, until: inAWeek(), persons: ['abe'] });
    },
    GRANT_WIDER_THAN_ASKED: async () => post(RUTH, `${(await asked()).request}/grant`, { ...because, fields: ['NAMES', 'CONTACTS'] }),
    IDENTITY_REQUEST_UNKNOWN: async () => post(RUTH, `${await about()}/identity-requests/${NOBODY}/grant`, because),
    IDENTITY_GRANT_UNKNOWN: async () => post(RUTH, `${await about()}/identity-grants/${NOBODY}/end`, because),
    NOT_BREAK_GLASS: async () => {
      const { path, request } = await asked();
      const grant = await done(RUTH, `${request}/grant`, because);
      const grants = (await casework.call(ROSA, 'GET', `${path}/identity-grants`)).body;
      return post(RHEA, `${path}/identity-grants/${grant ?? grants.items[0].id}/review`, { verdict: 'JUSTIFIED', ...because });
    },
    BREAK_GLASS_REVIEWED: async () => {
      const grant = await broken();
      await done(RUTH, `${grant}/review`, { verdict: 'JUSTIFIED', ...because });
      return post(RHEA, `${grant}/review`, { verdict: 'JUSTIFIED', ...because });
    },
    HOLD_RELEASED: async () => {
      const { path, hold } = await held();
      const request = await done(ROSA, `${hold}/release-requests`, because);
      await done(RUTH, `${hold}/release-requests/${request}/approval`, because, await etagOf(path));
      return post(ROSA, `${hold}/release-requests`, because);
    },
    RELEASE_REQUEST_UNKNOWN: async () => {
      const { path, hold } = await held();
      return post(RUTH, `${hold}/release-requests/${NOBODY}/approval`, because, await etagOf(path));
    },
    ERASURE_REQUEST_UNKNOWN: async () => {
      const path = await about('closed');
      return post(RUTH, `${path}/erasure-requests/${NOBODY}/approval`, because, await etagOf(path));
    },
    ORDER_FROM_PAST: async () => post(ROSA, `${await about()}/orders`, { ...TARGET, imminence: 'Now', from: '2025-01-01' }),
    ORDER_SCOPE_INVALID: async () => {
      const scope = { ...SUBJECT, provider: 'south' };
      return post(ROSA, `${await about()}/orders`, { ...TARGET, imminence: 'Now', scope });
    },
    ORDER_STANDS_ALREADY: async () => post(ROSA, `${(await drafted()).path}/orders`, { ...TARGET, imminence: 'Now' }),
    LIFT_ASKED_ALREADY: async () => post(ROSA, `${(await lifting()).order}/lift-requests`, because),
    LIFT_UNKNOWN: async () => {
      const { path, order } = await lifting();
      return post(RHEA, `${order}/lift-requests/${NOBODY}/approval`, because, await etagOf(path));
    },
    LIFT_ANSWERED: async () => {
      const { lift } = await lifting();
      await done(RHEA, `${lift}/refusal`, because);
      return post(RHEA, `${lift}/refusal`, because);
    },
    DELEGATION_PERIOD: () => post(RUTH, '/v1/delegations', { ...DELEGATION, until: '2025-01-01' }),
    DELEGATION_UNKNOWN: () => post(RUTH, `/v1/delegations/${NOBODY}/end`),
    INCIDENT_UNDESCRIBED: () => post(ANNA, '/v1/incidents', { ...INCIDENT, description: '    ' }),
    REASON_MISSING: async () => post(ROSA, `${await about('open')}/triage`, BLANK),
    SUBJECT_INCOMPLETE: () => casework.call(ROSA, 'GET', '/v1/cases?subjectKind=customer'),
    DECLARATION_UNKNOWN: async () => casework.call(ROSA, 'GET', `${await about()}/declarations/${NOBODY}/comparison`),
    DECLARATION_MISSING: async () => {
      const path = await about();
      const made = await done(ROSA, `${path}/declaration-requests`, { provider: 'north', ...because });
      return casework.call(ROSA, 'GET', `${path}/declarations/${made}/comparison`);
    },
    DECLARATION_ERASED: async () => {
      const { path, declaration } = await shared();
      await closed(path);
      const request = await done(ROSA, `${path}/erasure-requests`, because);
      await done(RUTH, `${path}/erasure-requests/${request}/approval`, because, await etagOf(path));
      return casework.call(ROSA, 'GET', `${declaration}/comparison`);
    },
    AUDITOR_IS_PARTY: async () => {
      const { declaration, ask } = await shared();
      return post(ROSA, `${declaration}/shares`, { ...ask, auditor: 'rosa' });
    },
    SHARE_TIME_INVALID: async () => {
      const { declaration, ask } = await shared();
      return post(ROSA, `${declaration}/shares`, { ...ask, until: '2025-01-01' });
    },
    SHARE_NOT_IN_STATE: async () => {
      const { declaration, ask } = await shared();
      const share = `${declaration}/shares/${await done(ROSA, `${declaration}/shares`, ask)}`;
      await done(RUTH, `${share}/refusal`, because);
      return post(RUTH, `${share}/refusal`, because);
    },
    MENTION_REF_INVALID: async () => post(ROSA, `${await about()}/mentions`, { kind: 'url', ref: 'javascript:alert(1)', ...because }),
    FILE_TOO_LARGE: async () => file(await about(), Buffer.alloc(10 * 1024 * 1024 + 1), 'application/pdf'),
    FILE_TYPE_REFUSED: async () => file(await about(), Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 'application/pdf'),
    FILE_FORM_MALFORMED: async () => file(await about(), Buffer.from('--b--'), 'multipart/form-data; boundary=b'),
    APPEAL_UNDER_WAY: async () => post(ROSA, `${await about('appealed')}/appeals`, { grounds: 'Once more' }),
    APPEAL_DECIDED: async () => post(ROSA, `${await appealDecided('REJECTED')}/appeals`, { grounds: 'Once more' }),
    APPEAL_NOT_LATE: async () => post(RUTH, `${await appealDecided('REJECTED')}/appeals/a-1/admission`, because),
    APPEAL_NOT_HEARD: async () => {
      const path = await appealDecided('REMITTED');
      await done(ROSA, `${path}/triage`, because);
      await done(ROSA, `${path}/investigate`, because);
      await decided(path, 'MONITORING');
      await done(ROSA, `${path}/appeals`, { grounds: 'Again' });
      return post(ROLF, `${path}/appeals/a-1/review`);
    },
    APPEAL_TAKEN: async () => post(ROSA, `${(await appealTaken()).path}/appeals/a-1/review`),
    APPEAL_OUTCOME: async () => post(ROSA, (await appealTaken()).proposals, { decision: 'UPHELD', reasons: 'It was right' }),
    ITEM_NOT_ACKNOWLEDGED: async () => {
      const item = await itemOf(await done(ROSA, `${await about()}/order-warnings`, TARGET));
      return post(ANNA, `${item}/acknowledgement`);
    },
    REQUEST_UNKNOWN: async () => post(ROSA, `${await about()}/information-requests/${NOBODY}/acceptance`, because),
    REQUEST_NOT_IN_STATE: async () => post(ROSA, `${(await requested()).request}/acceptance`, because),
    DUE_INVALID: async () => post(ROSA, `${await about()}/information-requests`, { ...question, dueAt: '2025-01-01' }),
    TEMPLATE_UNKNOWN: async () => post(ROSA, `${await about()}/information-requests`, { provider: 'north', template: 'none', ...because }),
    QUESTIONS_INVALID: async () => post(ROSA, `${await about()}/information-requests`, { provider: 'north', ...because }),
    REMINDER_TOO_SOON: async () => {
      const { request } = await requested();
      await done(ROSA, `${request}/reminder`);
      return post(ROSA, `${request}/reminder`);
    },
    CLOCK_NOT_YET: async () => {
      const path = await about();
      const clock = { id: 'RULE:r@1:0:case', kind: 'RULE', duty: 'Somebody tells', subject: 'case', jurisdiction: 'EU' } as const;
      const runs = { term: { unit: 'HOURS', count: 24 }, startsOn: 'KNOWLEDGE', startedAt: casework.clock.nowMs } as const;
      await casework
        .part(CaseWrites)
        .runAsCasework(casework.clock.nowMs, path.split('/').at(-1)!, async (open) =>
          open.apply({ events: [startClock(open.context, { ...clock, ...runs })] }),
        );
      return post(ROSA, `${path}/clocks/${encodeURIComponent(clock.id)}/fulfilment`, { ...because, doneAt: '2027-01-01' });
    },
    STATEMENT_INCOMPLETE: async () =>
      post(ROSA, `${await about()}/proposals`, { outcome: 'MONITORING', statement: { ...STATEMENT, facts: '    ' } }),
    PROPOSAL_UNKNOWN: async () => {
      const path = await about('proposed');
      return post(RUTH, `${path}/proposals/${NOBODY}/approval`, because, await etagOf(path));
    },
    PROPOSAL_SETTLED: async () => {
      const path = await about('proposed');
      await done(RUTH, `${path}/proposals/p-1/refusal`, because);
      await done(ROSA, `${path}/proposals`, { outcome: 'MONITORING', statement: STATEMENT });
      return post(RUTH, `${path}/proposals/p-1/refusal`, because);
    },
    CASE_NOT_DONE: async () => {
      const path = await about();
      await decided(path, 'MEASURES');
      return post(ROSA, `${path}/close`, because);
    },
    DUTY_UNKNOWN: async () =>
      post(ROSA, `${await about('decided')}/close`, { ...because, duties: [{ clock: 'RULE:none', how: 'MET', reason: 'Done' }] }),
    NOTHING_DECIDED: async () => post(ROSA, `${await about('reopened')}/notices`, { through: 'PROVIDER', provider: 'north' }),
    NOTICE_CHANNEL_INCOMPLETE: async () => post(ROSA, `${await about('decided')}/notices`, { through: 'EMAIL' }),
    RECEIVED_IN_FUTURE: async () => post(ROSA, `${await about('decided')}/replies`, { text: 'By letter', receivedAt: '2027-01-01' }),
    DECISION_NOT_STANDING: async () => post(ROSA, `${await about('appealed')}/replies`, { text: 'No appeal', kind: 'APPEAL_WAIVED' }),
  };
  const KEY = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
  const file = (path: string, body: Buffer, type: string) =>
    casework.call(ROSA, 'POST', `${path}/attachments`, { body, headers: { 'content-type': type } });

  async function decided(path: string, outcome: string): Promise<void> {
    const proposal = await done(ROSA, `${path}/proposals`, { outcome, statement: STATEMENT });
    await done(RUTH, `${path}/proposals/${proposal}/approval`, because, await etagOf(path));
  }
  async function closed(path: string): Promise<void> {
    await decided(path, 'NO_ACTION');
    await done(ROSA, `${path}/close`, because);
  }
  async function appealDecided(decision: 'REJECTED' | 'REMITTED'): Promise<string> {
    const { path, proposals } = await appealTaken();
    const made = await done(ROSA, proposals, { decision, reasons: 'It was looked at' });
    await done(RUTH, `${proposals}/${made}/approval`, because, await etagOf(path));
    return path;
  }

  it.each(Object.keys(PRODUCED))('%s', async (code) => {
    const { status, body, headers } = await PRODUCED[code]!();
    const row = CASEWORK_REFUSALS[code]!;
    expect([body.code, status, body.detail && typeof body.detail]).toEqual([code, row.status, 'string']);
    // RFC 9457, 3.1: what a room adds must not stand in the place of these.
    expect([body.type, body.title, body.status]).toEqual([`urn:tidemark:problem:${code}`, row.title, row.status]);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body.remedy).toMatch(/^.{8,}$/);
  });

  it('is produced here, or asked of casework in another test over HTTP, or cannot be: every row of the tables', () => {
    const elsewhere = ['apps/casework', 'test/casework', 'test/e2e']
      .flatMap(specsUnder)
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const rest = Object.keys(CASEWORK_REFUSALS).filter((code) => !(code in PRODUCED) && !(code in NOT_FROM_OUTSIDE));
    expect(rest.filter((code) => !new RegExp(`['"]${code}['"]`).test(elsewhere))).toEqual([]);
    expect(Object.keys(NOT_FROM_OUTSIDE).filter((code) => !(code in CASEWORK_REFUSALS) || code in PRODUCED)).toEqual([]);
  });

  it('stands in the reference', () => {
    const reference = readFileSync('docs/reference/codes.md', 'utf8');
    expect(Object.keys(CASEWORK_REFUSALS).filter((code) => !reference.includes(`\n| \`${code}\` |`))).toEqual([]);
  });

  it('is said somewhere in the code: no row is dead', () => {
    const sources = ['apps/casework/src', 'libs/domain/src/casework', 'libs/edge/src']
      .flatMap(sourcesUnder)
      .map((path) => readFileSync(path, 'utf8'));
    const said = sources.join('\n');
    expect(Object.keys(CASEWORK_REFUSALS).filter((code) => !said.includes(`'${code}'`))).toEqual([]);
  });
});

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
const specsUnder = (folder: string): string[] =>
  filesUnder(folder).filter((path) => /\.(int|e2e)-spec\.ts$/.test(path) && !path.endsWith('test/refusals.int-spec.ts'));
const sourcesUnder = (folder: string): string[] => filesUnder(folder).filter((path) => !/spec\.ts$|fixture\.ts$|refusals\.ts$/.test(path));

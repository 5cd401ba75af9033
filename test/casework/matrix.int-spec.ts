import { type ActionOn, canSpeakFor, mayAttempt, PERMISSION_ROWS, type RecordKind, ROLES, type Role, SCOPES } from '@tidemark/access';
import { CASE_STAGES, type CaseStage } from '@tidemark/domain';
import type { Answer } from '@tidemark/testing';
import { caseIn, STATEMENT, SUBJECT } from '../../apps/casework/test/case-stages.fixture.js';
import { type CaseworkUnderTest, startCasework } from '../../apps/casework/test/casework.fixture.js';

/**
 * Every role x every action x every state, allowed or denied as the table of permissions says, over HTTP. Expected is what `docs/permissions.md` is
 * printed from; got is what the running app answers. An answer is a denial by its code: what an allowed step is refused for, by the law of its
 * part, is none.
 */
const MACHINES: readonly string[] = ['provider', 'operator', 'oversight'];
/** Each role on each side that it can speak for, as a person (a machine: as none), of whom nobody here has heard. */
const CALLERS = ROLES.flatMap((role) =>
  (['own', 'scheme'] as const)
    .filter((side) => canSpeakFor(role, side))
    .map((side) => {
      const [name, provider] = [`m-${role}-${side}`, side === 'own' ? 'south' : ''];
      const token = `${name}:${role}:${provider}:${MACHINES.includes(role) ? '' : name}:`;
      return { label: `${role} (${side})`, role, provider: provider || undefined, token };
    }),
);
type TriedCaller = (typeof CALLERS)[number];

interface Route {
  method: string;
  path: string;
  kind: RecordKind;
  action: string;
}

const ROLE_DENIALS = new Set(['FORBIDDEN_ROLE', 'OPERATOR_ONLY', 'TENANT_REQUIRED', 'MISSING_SCOPE']);
const isRoleDenial = ({ status, body }: Answer): boolean => status === 403 && ROLE_DENIALS.has(body?.code);

const isAllowed = ({ role, provider }: TriedCaller, kind: RecordKind, action: string): boolean => {
  const caller = { subject: 'm', role: role as Role, provider, scopes: new Set(SCOPES) };
  return 'permitted' in mayAttempt(caller, kind, action as ActionOn<typeof kind>);
};

/** Items are served on providers: whoever speaks for none is sent to the case, or finds none, whatever the row says of reading there. */
const isOfItems = ({ path }: Route): boolean => path.startsWith('/v1/served');

const reason = 'For the test';
const because = { reason };
const DECLARATION = {
  ...{ language: 'en', signer: { role: 'head' }, models: [], compute: [], data: [], performance: [], safety: [] },
  ...{ incidentMonitoring: 'Yes', societalImpact: 'Some' },
};
const NOBODY = '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f00';
const soon = () => new Date(Date.UTC(2026, 0, 2)).toISOString();
const target = { provider: 'north', scope: SUBJECT, text: 'Stop it', ...because };

/** One step of each row that names stages: its path inside the case, and a body that is read. Parts that are not there are named too: the stage is asked first. */
const STEPS: readonly { row: `${string}/${string}`; path: string; body?: object; ifMatch?: boolean; method?: string }[] = [
  { row: 'case/assign', path: 'assignment', body: { person: null, ...because } },
  { row: 'case/note', path: 'notes', body: { text: 'Seen' } },
  { row: 'case/triage', path: 'triage', body: because },
  { row: 'case/investigate', path: 'investigate', body: because },
  { row: 'case/await-information', path: 'await-information', body: because },
  { row: 'case/propose', path: 'proposals', body: { outcome: 'MONITORING', statement: STATEMENT } },
  { row: 'case/approve', path: 'proposals/p-1/approval', body: because, ifMatch: true },
  { row: 'case/refuse', path: 'proposals/p-1/refusal', body: because },
  { row: 'case/withdraw', path: 'proposals/p-1/withdrawal', body: because },
  { row: 'case/close', path: 'close', body: because },
  { row: 'case/reopen', path: 'reopen', body: { ...because, evidence: ['flag-9'] } },
  { row: 'case/correct', path: 'corrections', body: { entry: 1, wrong: 'This', correct: 'That' } },
  { row: 'case/fulfil-duty', path: 'clocks/RULE:none/fulfilment', body: because },
  {
    row: 'case-identity/ask',
    path: 'identity-requests',
    body: { customers: [SUBJECT.id], fields: ['NAMES'], purpose: 'OTHER', ...because, until: soon() },
  },
  { row: 'case-identity/grant', path: `identity-requests/${NOBODY}/grant`, body: because },
  { row: 'case-identity/refuse', path: `identity-requests/${NOBODY}/refusal`, body: because },
  { row: 'case-identity/break-glass', path: 'break-glass', body: { customers: [SUBJECT.id], fields: ['NAMES'], danger: reason } },
  { row: 'case-identity/review', path: `identity-grants/${NOBODY}/review`, body: { verdict: 'JUSTIFIED', ...because } },
  { row: 'case-identity/end', path: `identity-grants/${NOBODY}/end`, body: because },
  { row: 'information-request/send', path: 'information-requests', body: { provider: 'north', template: 'none', ...because } },
  { row: 'information-request/settle', path: `information-requests/${NOBODY}/acceptance`, body: because },
  { row: 'transparency-declaration/ask', path: 'declaration-requests', body: { provider: 'north', ...because } },
  { row: 'transparency-declaration/record', path: 'declarations', body: { declaration: DECLARATION, ...because } },
  {
    row: 'transparency-declaration/ask-share',
    path: `declarations/${NOBODY}/shares`,
    body: { auditor: 'otto', purpose: reason, until: soon(), ...because },
  },
  { row: 'transparency-declaration/share', path: `declarations/${NOBODY}/shares/${NOBODY}/approval`, body: because },
  { row: 'suspension-order/warn', path: 'order-warnings', body: target },
  { row: 'suspension-order/draft', path: 'orders', body: { ...target, imminence: 'Now' } },
  { row: 'suspension-order/withdraw', path: `orders/${NOBODY}/withdrawal`, body: because },
  { row: 'suspension-order/approve', path: `orders/${NOBODY}/approval`, body: because, ifMatch: true },
  { row: 'suspension-order/refuse', path: `orders/${NOBODY}/refusal`, body: because },
  { row: 'suspension-order/ask-lift', path: `orders/${NOBODY}/lift-requests`, body: because },
  { row: 'suspension-order/lift', path: `orders/${NOBODY}/lift-requests/${NOBODY}/approval`, body: because, ifMatch: true },
  { row: 'notice/serve', path: 'notices', body: { through: 'EMAIL', email: 'a@example.org' } },
  { row: 'notice/record-reply', path: 'replies', body: { text: 'By letter' } },
  { row: 'appeal/admit', path: 'appeals/a-1/admission', body: because },
  { row: 'appeal/take', path: 'appeals/a-1/review' },
  { row: 'appeal/propose', path: 'appeals/a-1/proposals', body: { decision: 'REMITTED', reasons: reason } },
  { row: 'appeal/approve', path: 'appeals/a-1/proposals/q-1/approval', body: because, ifMatch: true },
  { row: 'appeal/refuse', path: 'appeals/a-1/proposals/q-1/refusal', body: because },
  { row: 'referral/propose', path: 'referrals', body: { to: 'elsewhere', sections: ['FLAGS'], legalBasis: reason, ...because } },
  { row: 'referral/approve', path: `referrals/${NOBODY}/approval`, body: because, ifMatch: true },
  { row: 'referral/refuse', path: `referrals/${NOBODY}/refusal`, body: because },
  { row: 'evaluation-request/open', path: 'evaluation-requests', body: because },
  {
    row: 'evaluation-request/record',
    path: `evaluation-requests/${NOBODY}/result`,
    body: { evaluator: 'A laboratory', method: 'By the book', passed: true, at: '2026-01-01' },
  },
  { row: 'dossier/read', path: 'dossier', method: 'GET' },
  { row: 'regulator-report/draft', path: 'reports', body: { rule: 'eu-ai-act-51' } },
  { row: 'regulator-report/check', path: `reports/${NOBODY}/check`, body: because },
  { row: 'case-retention/hold', path: 'holds', body: because },
  { row: 'case-retention/ask-release', path: `holds/${NOBODY}/release-requests`, body: because },
  { row: 'case-retention/release', path: `holds/${NOBODY}/release-requests/${NOBODY}/approval`, body: because, ifMatch: true },
  { row: 'case-retention/ask-erasure', path: 'erasure-requests', body: because },
  { row: 'case-retention/erase', path: `erasure-requests/${NOBODY}/approval`, body: because, ifMatch: true },
];

/** Rows whose states are not stages of the case, or whose route asks no stage of its own: tried where their part is. */
const NOT_BY_STAGE: Readonly<Record<string, string>> = {
  'information-request/acknowledge': 'states of a served item',
  'information-request/answer': 'states of a served item',
  'transparency-declaration/submit': 'states of a served item',
  'suspension-order/acknowledge': 'states of a served item',
  'suspension-order/answer-warning': 'states of a served item',
  'notice/forward': 'states of a served item',
  'case-identity/see': 'answered by the customer registry, which this test does not run',
};
/** Rows of which no step is carried out here, because they need a part that is not in the case: each is done, and denied, in the test of its room. */
const WITHOUT_PART: readonly string[] = [
  'case/fulfil-duty',
  'case-identity/grant',
  'case-identity/refuse',
  'case-identity/review',
  'case-identity/end',
  'case/withdraw',
  'information-request/send',
  'information-request/settle',
  'transparency-declaration/ask-share',
  'transparency-declaration/share',
  'suspension-order/withdraw',
  'suspension-order/approve',
  'suspension-order/refuse',
  'suspension-order/ask-lift',
  'suspension-order/lift',
  'appeal/admit',
  'appeal/propose',
  'appeal/approve',
  'appeal/refuse',
  'referral/propose',
  'referral/approve',
  'referral/refuse',
  'evaluation-request/record',
  'regulator-report/draft',
  'regulator-report/check',
  'case-retention/ask-release',
  'case-retention/release',
  'case-retention/erase',
];
/** Rows that no route names: their door is another one's, which asks the row once it knows what it is about. */
const WITHOUT_ROUTE: Readonly<Record<string, string>> = {
  'notice/read': 'GET /v1/served/{item}, by the kind of the item',
  'notice/forward': 'POST /v1/served/{item}/acknowledgement, by the kind of the item',
  'suspension-order/acknowledge': 'POST /v1/served/{item}/acknowledgement, by the kind of the item',
};

interface Doing {
  path: string;
  body?: object;
  ifMatch?: boolean;
}
const PIA = 'pia:regulator-reviewer::pia:';
const PAUL = 'paul:regulator-lead::paul:';
const ORDER = { path: 'orders', body: { ...target, imminence: 'Now' } };
const OUTCOME = { path: 'proposals', body: { outcome: 'MONITORING', statement: STATEMENT } };
const REVIEW: readonly Doing[] = [
  { path: 'appeals/a-1/review', body: {} },
  { path: 'appeals/a-1/proposals', body: { decision: 'REMITTED', reasons: reason } },
];
const IDENTITY: Doing = {
  path: 'identity-requests',
  body: { customers: [SUBJECT.id], fields: ['NAMES'], purpose: 'OTHER', ...because, until: soon() },
};
const settled = (path: string): Doing => ({ path, body: because, ifMatch: true });

/** Of the rows that take another person, those whose first step needs nothing beside the case. */
const TWO_STEPS: readonly {
  row: string;
  stage: CaseStage;
  before?: readonly (Doing & { by: string })[];
  first: readonly Doing[];
  second: Doing;
}[] = [
  { row: 'case/approve', stage: 'investigating', first: [OUTCOME], second: settled('proposals/{made}/approval') },
  { row: 'case/refuse', stage: 'investigating', first: [OUTCOME], second: settled('proposals/{made}/refusal') },
  { row: 'suspension-order/approve', stage: 'investigating', first: [ORDER], second: settled('orders/{made}/approval') },
  { row: 'suspension-order/refuse', stage: 'investigating', first: [ORDER], second: settled('orders/{made}/refusal') },
  {
    row: 'suspension-order/lift',
    stage: 'investigating',
    before: [
      { by: PIA, ...ORDER },
      { by: PAUL, ...settled('orders/{made}/approval') },
    ],
    first: [{ path: 'orders/{made}/lift-requests', body: because }],
    second: settled('orders/{order}/lift-requests/{lift}/approval'),
  },
  { row: 'case-identity/grant', stage: 'investigating', first: [IDENTITY], second: settled('identity-requests/{made}/grant') },
  { row: 'case-identity/refuse', stage: 'investigating', first: [IDENTITY], second: settled('identity-requests/{made}/refusal') },
  {
    row: 'case-identity/review',
    stage: 'investigating',
    first: [{ path: 'break-glass', body: { customers: [SUBJECT.id], fields: ['NAMES'], danger: reason } }],
    second: { path: 'identity-grants/{made}/review', body: { verdict: 'JUSTIFIED', ...because } },
  },
  { row: 'appeal/approve', stage: 'appealed', first: REVIEW, second: settled('appeals/a-1/proposals/{made}/approval') },
  { row: 'appeal/refuse', stage: 'appealed', first: REVIEW, second: settled('appeals/a-1/proposals/{made}/refusal') },
  {
    row: 'case-retention/erase',
    stage: 'closed',
    first: [{ path: 'erasure-requests', body: because }],
    second: settled('erasure-requests/{made}/approval'),
  },
];

const QUESTION = { provider: 'north', ...because, questions: [{ id: 'q1', kind: 'TEXT', text: 'Who runs it?' }] };
const ANSWER = { path: 'answer', body: { answers: [{ question: 'q1', text: 'We do' }] } };
const ACKNOWLEDGED = { path: 'acknowledgement' };
/** What was served, and how it comes into a status. */
const ITEMS: readonly { kind: 'NOTICE' | 'INFORMATION_REQUEST'; status: string; to: readonly { path: string; body?: object }[] }[] = [
  { kind: 'NOTICE', status: 'served', to: [] },
  { kind: 'NOTICE', status: 'forwarded', to: [ACKNOWLEDGED] },
  { kind: 'INFORMATION_REQUEST', status: 'sent', to: [] },
  { kind: 'INFORMATION_REQUEST', status: 'acknowledged', to: [ACKNOWLEDGED] },
  { kind: 'INFORMATION_REQUEST', status: 'answered', to: [ACKNOWLEDGED, ANSWER] },
];
const ITEM_STEPS: Record<'NOTICE' | 'INFORMATION_REQUEST', readonly { row: string; path: string; body?: object }[]> = {
  NOTICE: [{ row: 'notice/forward', ...ACKNOWLEDGED }],
  INFORMATION_REQUEST: [
    { row: 'information-request/acknowledge', ...ACKNOWLEDGED },
    { row: 'information-request/answer', ...ANSWER },
  ],
};

const CASE_ROWS = PERMISSION_ROWS.filter(({ kind }) =>
  [
    'case',
    'case-',
    'delegation',
    'information-',
    'transparency-',
    'incident',
    'suspension-',
    'notice',
    'appeal',
    'referral',
    'authority',
    'working-',
    'evaluation-',
    'dossier',
    'regulator-',
  ].some((start) => kind === start || (start.endsWith('-') && kind.startsWith(start))),
);

describe('the matrix of casework', () => {
  let casework: CaseworkUnderTest;
  let routes: Route[];
  const done = new Set<string>();
  beforeAll(async () => {
    casework = await startCasework();
    routes = routesOf((await casework.call(undefined, 'GET', '/openapi.json')).body.paths);
  }, 60_000);
  afterAll(() => casework?.stop());

  /** A log that is exported is no one JSON value. */
  const fetched = async (token: string, method: string, path: string, body?: object) => {
    const answer = await fetch(casework.base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: /problem/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : {},
    };
  };
  const ask = (token: string, method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    casework.call(token, method, path, { ...(body === undefined ? {} : { body }), headers });

  it('has a route for every row, and every route of a case names a row', () => {
    const named = new Set(routes.map(({ kind, action }) => `${kind}/${action}`));
    const missing = CASE_ROWS.map(({ kind, action }) => `${kind}/${action}`).filter((row) => !named.has(row) && !(row in WITHOUT_ROUTE));
    expect(missing).toEqual([]);
  });

  it('lets each role through each route, or not, as the table says', async () => {
    const id = await caseIn(casework, 'investigating');
    const wrong: string[] = [];
    for (const route of routes) {
      const path = route.path.replace('{id}', id).replaceAll(/\{\w+\}/g, NOBODY);
      const body = route.method === 'POST' || route.method === 'PUT' ? {} : undefined;
      const answers = await Promise.all(
        CALLERS.map(async (caller) => ({ caller, answer: await fetched(caller.token, route.method, path, body) })),
      );
      for (const { caller, answer } of answers) {
        const allowed =
          isAllowed(caller, route.kind, route.action) &&
          !(isOfItems(route) && caller.provider === undefined && answer.body?.code !== 'ITEM_UNKNOWN');
        if (answer.status >= 500 || isRoleDenial(answer) === allowed)
          wrong.push(
            `${caller.label} ${route.method} ${route.path}: ${answer.status} ${answer.body?.code}, expected ${allowed ? 'to pass' : 'a denial'}`,
          );
      }
    }
    expect(wrong).toEqual([]);
  });

  it('knows no stranger', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const path = route.path.replaceAll(/\{\w+\}/g, NOBODY);
      const answer = await casework.call(undefined, route.method, path, route.method === 'GET' ? {} : { body: {} });
      if (answer.status !== 401) wrong.push(`${route.method} ${route.path}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('tries a step of every row that names stages', () => {
    const tried = new Set<string>(STEPS.map(({ row }) => row));
    const missing = CASE_ROWS.filter(({ states }) => states !== undefined)
      .map(({ kind, action }) => `${kind}/${action}`)
      .filter((row) => !tried.has(row) && !(row in NOT_BY_STAGE));
    expect(missing).toEqual([]);
  });

  it.each(CASE_STAGES)('allows in a case that is %s what the table allows there, to whom it allows it', async (stage) => {
    let denied = 0;
    let allowed = 0;
    const shared = await caseIn(casework, stage);
    const wrong: string[] = [];
    for (const step of STEPS) {
      const [kind, action] = step.row.split('/') as [RecordKind, string];
      const states = CASE_ROWS.find((row) => row.kind === kind && row.action === action)?.states;
      const isStage = states?.includes(stage) ?? true;
      for (const caller of CALLERS) {
        const mayTry = isAllowed(caller, kind, action);
        // A step that can be done changes the case: it gets one of its own.
        const id = mayTry && isStage ? await caseIn(casework, stage) : shared;
        const answer = await send(caller.token, id, step);
        const got = isRoleDenial(answer) ? 'role' : STAGE_DENIALS.has(answer.body?.code) ? 'stage' : 'passes';
        const expected = mayTry ? (isStage ? 'passes' : 'stage') : 'role';
        if (got === 'passes') allowed++;
        else denied++;
        if (answer.status < 300) done.add(step.row);
        if (got !== expected || answer.status === 400 || answer.status >= 500)
          wrong.push(`${caller.label} ${step.row}: ${answer.status} ${answer.body?.code}, expected ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
    expect([denied > 0, allowed > 0]).toEqual([true, true]);
  });

  it('carries out a step of every row but those whose part is missing', () => {
    const never = STEPS.map(({ row }) => row).filter((row) => !done.has(row));
    expect(never.sort()).toEqual([...WITHOUT_PART].sort());
  });

  /** Whoever took the first step takes the second by another account and in the other role. */
  it.each(TWO_STEPS)('does not let the person of the first step do $row', async ({ stage, before = [], first, second }) => {
    const id = await caseIn(casework, stage);
    let made = '';
    const take = async (token: string, { path, body, ifMatch }: Doing) => {
      const answer = await send(token, id, { row: 'case/read', path: path.replaceAll('{made}', made), body, ifMatch });
      return { status: answer.status, code: answer.body?.code, made: answer.body?.made as string | undefined };
    };
    for (const { by, ...step } of before) {
      const answer = await take(by, step);
      expect([answer.status < 300, answer.code]).toEqual([true, undefined]);
      made = answer.made ?? made;
    }
    for (const step of first) {
      const answer = await take('solo:regulator-reviewer::solo:', step);
      expect([answer.status < 300, answer.code]).toEqual([true, undefined]);
      made = second.path.includes('{order}') ? made : (answer.made ?? made);
      if (second.path.includes('{order}'))
        second = { ...second, path: second.path.replace('{order}', made).replace('{lift}', answer.made!) };
    }
    expect(await take('other-account:regulator-lead::solo:', second)).toMatchObject({ status: 403, code: 'SAME_PERSON' });
  });

  it.each(ITEMS)('lets a provider do with a served item that is $status what the table allows', async ({ kind, to, status }) => {
    for (const caller of CALLERS.filter(({ provider }) => provider !== undefined)) {
      const id = await caseIn(casework, kind === 'NOTICE' ? 'decided' : 'investigating');
      const serving = kind === 'NOTICE' ? { through: 'PROVIDER', provider: 'north' } : QUESTION;
      const path = `/v1/cases/${id}/${kind === 'NOTICE' ? 'notices' : 'information-requests'}`;
      expect([(await ask('pia:regulator-reviewer::pia:', 'POST', path, serving)).body?.code]).toEqual([undefined]);
      const [item] = await casework.everything<{ id: string }>('select id from served_item where case_id = $1', [id]);
      for (const step of to) await ask('nils:compliance-lead:north:nils:', 'POST', `/v1/served/${item!.id}/${step.path}`, step.body);
      const own = caller.token.replace(':south:', ':north:');
      for (const { row, path: tried, body } of ITEM_STEPS[kind]) {
        const [on, action] = row.split('/') as [RecordKind, string];
        const states = CASE_ROWS.find((one) => one.kind === on && one.action === action)!.states!;
        expect([await codeOf(caller.token, item!.id, tried, body)]).toEqual([
          isAllowed(caller, on, action) ? 'ITEM_UNKNOWN' : 'FORBIDDEN_ROLE',
        ]);
        const got = await codeOf(own, item!.id, tried, body);
        const expected = !isAllowed(caller, on, action) ? 'FORBIDDEN_ROLE' : states.includes(status) ? undefined : 'STATE_FORBIDS';
        expect([caller.label, row, got]).toEqual([caller.label, row, expected]);
        if (got === undefined) break;
      }
    }
  });

  const codeOf = async (token: string, item: string, path: string, body?: object) =>
    (await ask(token, 'POST', `/v1/served/${item}/${path}`, body)).body?.code as string | undefined;

  it('answers another authority as if there were no case, whatever it asks', async () => {
    const id = await caseIn(casework, 'investigating');
    const wrong: string[] = [];
    for (const token of ['olga:regulator-lead::olga:elsewhere', 'oskar:regulator-reviewer::oskar:elsewhere', 'odd:auditor::odd:elsewhere'])
      for (const step of STEPS) {
        const answer = await send(token, id, step);
        if (answer.body?.code !== 'CASE_UNKNOWN' && !isRoleDenial(answer)) wrong.push(`${step.row}: ${answer.status} ${answer.body?.code}`);
      }
    expect(wrong).toEqual([]);
  });

  const send = async (token: string, id: string, { path, body, ifMatch, method = 'POST' }: (typeof STEPS)[number]): Promise<Answer> => {
    const headers = { 'tidemark-purpose': reason, ...(ifMatch === true ? { 'if-match': await versionOf(id) } : {}) };
    return ask(token, method, `/v1/cases/${id}/${path}`, method === 'GET' ? undefined : body, headers as Record<string, string>);
  };
  const versionOf = async (id: string) => {
    const [row] = await casework.everything<{ version: number }>('select version from case_row where id = $1', [id]);
    return `"${row!.version}"`;
  };
});

/** Of the row, or of the table of moves: both say that the stage does not allow it. */
const STAGE_DENIALS = new Set(['STATE_FORBIDS', 'CASE_MOVE_ILLEGAL']);

interface Operation {
  'x-tidemark-permission'?: { kind: RecordKind; action: string };
}

/** Routes of the customer, who has no account, name no row. */
function routesOf(paths: Record<string, Record<string, Operation>>): Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { 'x-tidemark-permission': permission }]) =>
      permission === undefined ? [] : [{ method: method.toUpperCase(), path, ...permission }],
    ),
  );
}

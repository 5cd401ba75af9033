import { caseIn, person, RHEA, ROSA, RUTH, STATEMENT, SUBJECT } from './case-stages.fixture.js';
import type { CaseworkUnderTest } from './casework.fixture.js';

/** Of the provider that the cases of {@link SUBJECT} are about, and of one that they are not. */
export const ANNA = person('anna', 'compliance-lead', 'north');
export const SVEN = person('sven', 'compliance-lead', 'south');

const because = { reason: 'For the test' };
export const inAWeek = () => new Date(Date.UTC(2026, 0, 8)).toISOString();
export const TARGET = { provider: 'north', scope: SUBJECT, text: 'Stop it', ...because };
export const DECLARATION = {
  ...{ language: 'en', signer: { role: 'head' }, models: [], compute: [], data: [], performance: [], safety: [] },
  ...{ incidentMonitoring: 'Yes', societalImpact: 'Some' },
};
export const INCIDENT = {
  kind: 'WEIGHT_THEFT',
  severity: 'HIGH',
  imminentDanger: false,
  source: 'PROVIDER',
  jurisdictions: ['US-CA'],
  occurredAt: '2025-12-30',
  discoveredAt: '2025-12-31',
  description: 'Weights were copied',
};
export const DELEGATION = { deputy: 'rhea', from: '2026-01-02', until: '2026-01-09', ...because };

/** What can be made in a case that is being investigated: by whom, where and with what. */
export const MAKING: readonly { by: string; path: string; body: object }[] = [
  { by: ROSA, path: 'notes', body: { text: 'Seen' } },
  { by: ROSA, path: 'mentions', body: { kind: 'url', ref: 'https://example.org/paper', ...because } },
  {
    by: ROSA,
    path: 'identity-requests',
    body: { customers: [SUBJECT.id], fields: ['NAMES'], purpose: 'OTHER', ...because, until: inAWeek() },
  },
  { by: ROSA, path: 'break-glass', body: { customers: [SUBJECT.id], fields: ['NAMES'], danger: 'Weights leave' } },
  { by: ROSA, path: 'information-requests', body: { provider: 'north', questions: [{ id: 'q', kind: 'TEXT', text: 'Who?' }], ...because } },
  { by: ROSA, path: 'declaration-requests', body: { provider: 'north', ...because } },
  { by: ROSA, path: 'declarations', body: { declaration: DECLARATION, ...because } },
  { by: ROSA, path: 'order-warnings', body: TARGET },
  { by: ROSA, path: 'orders', body: { ...TARGET, imminence: 'Now' } },
  { by: ROSA, path: 'holds', body: because },
  { by: ROSA, path: 'evaluation-requests', body: because },
  { by: ROSA, path: 'corrections', body: { entry: 1, wrong: 'This', correct: 'That' } },
  { by: ROSA, path: 'proposals', body: { outcome: 'MONITORING', statement: STATEMENT } },
];

export interface World {
  /** One of each stage, of the home authority; `investigating` has every part. */
  cases: Record<string, string>;
  /** A case of another authority. */
  foreign: string;
  /** Whatever any list named: cases, parts, served items, files. */
  ids: string[];
  /** Of lists that have another page. */
  cursors: string[];
}

/** A case of every stage, one with every part, and all ids that its people can read. */
export async function wholeWorld(casework: CaseworkUnderTest): Promise<World> {
  const cases: Record<string, string> = {};
  for (const stage of ['open', 'investigating', 'proposed', 'decided', 'appealed', 'closed'] as const)
    cases[stage] = await caseIn(casework, stage);
  const opening = { matter: 'TRAINING_COMPUTE', subject: SUBJECT, ...because };
  const abroad = await casework.call(person('abe', 'regulator-reviewer', '', 'elsewhere'), 'POST', '/v1/cases', { body: opening });
  for (const { by, path, body } of MAKING) {
    const { status, body: answer } = await casework.call(by, 'POST', `/v1/cases/${cases.investigating}/${path}`, { body });
    if (status !== 201 && status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  }
  await casework.call(ROSA, 'POST', `/v1/cases/${cases.decided}/notices`, { body: { through: 'PROVIDER', provider: 'north' } });
  await casework.call(ANNA, 'POST', '/v1/incidents', { body: INCIDENT });
  await casework.call(RUTH, 'POST', '/v1/delegations', { body: DELEGATION });
  const text = { headers: { 'content-type': 'text/plain' }, body: 'As it was found' };
  await casework.call(ROSA, 'POST', `/v1/cases/${cases.investigating}/attachments`, text);
  const { ids, cursors } = await readEverything(casework, cases.investigating!);
  return { cases, foreign: abroad.body.case, ids, cursors };
}

/** Every list, page of one by page of one as far as it tells of another: ids and cursors. */
async function readEverything(casework: CaseworkUnderTest, id: string) {
  const { body: document } = await casework.call(undefined, 'GET', '/openapi.json');
  const ids = new Set<string>();
  const cursors = new Set<string>();
  for (const path of Object.keys(document.paths)) {
    if (!('get' in document.paths[path]) || /\{(?!id\})/.test(path) || /export|dossier/.test(path)) continue;
    for (const as of [RHEA, ANNA]) {
      const { body } = await casework.call(as, 'GET', `${path.replace('{id}', id)}?limit=1`);
      if (typeof body?.next === 'string') cursors.add(body.next);
      const all = await casework.call(as, 'GET', path.replace('{id}', id));
      for (const [, one] of JSON.stringify(all.body ?? null).matchAll(/"(?:id|made|case|item|declaration)":"([^"]{3,80})"/g)) ids.add(one!);
    }
  }
  return { ids: [...ids], cursors: [...cursors] };
}

import { randomUUID } from 'node:crypto';
import { SCOPES } from '@tidemark/access';
import {
  type CaseContext,
  type CaseDecision,
  type CaseEvent,
  type CaseFlag,
  type CaseStage,
  type CaseState,
  decideAppeal,
  decideApproval,
  decideClose,
  decideMove,
  decideOpening,
  decideProposal,
  decideReopening,
  happened,
} from '@tidemark/domain';
import { isRefused } from '@tidemark/edge';
import { CaseWrites } from '../src/case-log/case-writes.js';
import type { CaseworkUnderTest } from './casework.fixture.js';

/** Tokens of persons: `person(name, role)` is one human being however many roles she has. */
export const person = (name: string, role: string, provider = '', authority = ''): string =>
  `${name}:${role}:${provider}:${name}:${authority}`;

export const ROSA = person('rosa', 'regulator-reviewer');
export const ROLF = person('rolf', 'regulator-reviewer');
export const RUTH = person('ruth', 'regulator-lead');
export const RHEA = person('rhea', 'regulator-lead');

/** Of a customer whom nobody at a provider has worked on: nobody is its analyst. */
export const SUBJECT = { kind: 'customer', provider: 'north', id: '5d4f1f7e-9f6e-4f35-8a83-5d6f0f4a7f11' } as const;

export const STATEMENT = {
  facts: 'The runs of one month crossed 1e25 FLOP.',
  considered: 'The customer was asked and answered that the runs were its own.',
  rightToReply: 'You can reply in writing.',
  rightToAppeal: 'You can appeal; somebody who took no part will decide.',
};

export const aFlag = (id: string, more: Partial<CaseFlag> = {}): CaseFlag => ({
  id,
  kind: 'CROSSING',
  tier: 'PROBABLE',
  scope: SUBJECT,
  rule: 'eu-ai-act-51',
  ruleVersion: 1,
  regime: 'eu-ai-act',
  jurisdiction: 'EU',
  legalStatus: 'in force',
  momentMs: 1,
  knownAtMs: 1,
  sentence: 'Crossed',
  covers: [],
  ...more,
});

type Take = (by: string, decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>) => Promise<void>;

/** A case of the home authority, brought into a stage by steps of other persons than the four above. */
export async function caseIn(casework: CaseworkUnderTest, stage: CaseStage): Promise<string> {
  const id = await openedCase(casework);
  const take = taking(casework, id);
  for (const step of COURSE[stage]) await STEPS[step](take);
  return id;
}

export async function openedCase(casework: CaseworkUnderTest): Promise<string> {
  const id = randomUUID();
  const about = { matter: 'TRAINING_COMPUTE', subject: SUBJECT, severity: 'MEDIUM', jurisdiction: '-', source: 'PERSON' } as const;
  const answer = await casework
    .part(CaseWrites)
    .open(
      requestOf(casework, 'pia'),
      id,
      async (open) => open.apply(decideOpening({ case: id, ...about, reason: 'A tip' }, open.context)) ?? {},
    );
  if (isRefused(answer)) throw new Error(JSON.stringify(answer));
  return id;
}

/** A step of somebody, decided by the domain and saved. */
export const taking =
  (casework: CaseworkUnderTest, id: string): Take =>
  async (by, decide) => {
    const answer = await casework
      .part(CaseWrites)
      .run(requestOf(casework, by), id, async (open) => open.apply(decide(open.state, open.context)) ?? {});
    if (isRefused(answer)) throw new Error(JSON.stringify(answer));
  };

/** A flag comes in: casework's own work. */
export const joinFlag = (casework: CaseworkUnderTest, id: string, flag: CaseFlag): Promise<void> =>
  casework.part(CaseWrites).runAsCasework(casework.clock.now(), id, async (open) => {
    open.apply({ events: [{ type: 'flag-joined', ...happened(open.context.actor, open.context.now), flag, reason: 'Same group' }] });
  });

/** Pia and Paul: what they did is done by nobody else of the tests. */
const requestOf = (casework: CaseworkUnderTest, name: string) => ({
  caller: {
    subject: name,
    person: name,
    provider: undefined,
    role: name === 'paul' ? ('regulator-lead' as const) : ('regulator-reviewer' as const),
    scopes: new Set(SCOPES),
  },
  nowMs: casework.clock.now(),
});

const reason = 'For the test';
const move = (name: Parameters<typeof decideMove>[1]['move']) => (take: Take) =>
  take('pia', (state, context) => decideMove(state, { move: name, reason }, context));

const STEPS = {
  triage: move('triage'),
  investigate: move('investigate'),
  wait: move('await-information'),
  propose: (take: Take) =>
    take('pia', (state, context) =>
      decideProposal(state, { proposal: 'p-1', outcome: 'MONITORING', statement: STATEMENT, rules: [], evidence: [] }, context),
    ),
  approve: (take: Take) =>
    take('paul', (state, context) => decideApproval(state, { proposal: 'p-1', readVersion: state.version, reason }, context)),
  appeal: (take: Take) =>
    take('pia', (state, context) =>
      decideAppeal(state, { appeal: 'a-1', grounds: 'It was not us', receivedAt: context.now, evidence: [] }, context),
    ),
  close: (take: Take) => take('pia', (state, context) => decideClose(state, { reason }, context)),
  reopen: (take: Take) => take('paul', (state, context) => decideReopening(state, { reason, evidence: ['flag-2'] }, context)),
} as const;

const TO_DECIDED = ['triage', 'investigate', 'propose', 'approve'] as const;
const COURSE: Record<CaseStage, readonly (keyof typeof STEPS)[]> = {
  open: [],
  triaged: ['triage'],
  investigating: ['triage', 'investigate'],
  waiting: ['triage', 'investigate', 'wait'],
  proposed: ['triage', 'investigate', 'propose'],
  decided: TO_DECIDED,
  appealed: [...TO_DECIDED, 'appeal'],
  reopened: [...TO_DECIDED, 'reopen'],
  closed: [...TO_DECIDED, 'close'],
};

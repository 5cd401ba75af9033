import type { CaseContext, PeopleFacts } from '../case-context.js';
import { NOBODY_KNOWN } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, foldCase, NO_CASE } from '../case-state.js';
import { CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { clocksSay } from '../clocks/run-clocks.js';
import { moved } from '../opening/decide-opening.js';
import { withReactions } from '../reactions.js';
import { decideBreakGlass, decideBreakGlassReview } from './decide-break-glass.js';
import { decideRead, grantForReading } from './decide-read.js';
import { decideIdentityGrant, decideIdentityRefusal, decideIdentityRequest } from './decide-request.js';
import { decideAccessEnd } from './end-access.js';
import type { IdentitySection } from './identity-section.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 4, 4, 9);
const INSIDE = new Set(['c-1', 'c-2']);

type Person = 'rosa' | 'lea' | 'mila' | 'machine';
const calendars = new Map([
  [
    '-',
    {
      jurisdiction: '-',
      zone: 'UTC',
      weekend: [6, 7],
      holidays: new Set<string>(),
      rollsForward: true,
      source: '',
      verified: true,
      version: 1,
    },
  ],
]);

/** A case that is told step by step: what was refused leaves it as it was. */
class Told {
  state: CaseState;
  now = T0;
  people: PeopleFacts = NOBODY_KNOWN;

  constructor() {
    const opened: CaseEvent = {
      type: 'case-opened',
      at: T0,
      by: 'rosa',
      role: 'regulator-reviewer',
      case: 'k',
      authority: 'home',
      matter: 'IDENTITY',
      subject: { kind: 'party', id: 'p' },
      severity: 'LOW',
      jurisdiction: '-',
      source: 'PERSON',
    };
    this.state = foldCase([opened], { ...NO_CASE, id: 'k' });
  }

  context(person: Person): CaseContext {
    const role = person === 'lea' ? 'regulator-lead' : 'regulator-reviewer';
    const actor = { person, human: person !== 'machine', role, authority: 'home' };
    return { now: this.now, actor, calendars, policy: CASE_POLICY, people: this.people };
  }

  take(person: Person, decide: (state: CaseState, context: CaseContext) => CaseDecision<CaseEvent>): string | CaseEvent['type'][] {
    const context = this.context(person);
    const decision = decide(this.state, context);
    if ('refused' in decision) return decision.refused.code;
    const { events, state } = withReactions(this.state, decision.events, context);
    this.state = state;
    return events.map(({ type }) => type);
  }

  /** What the clocks have to say by then. */
  at(now: number): CaseEvent['type'][] {
    this.now = now;
    return this.take('rosa', (state, context) => ({ events: clocksSay(state, { ...context, actor: CASEWORK }) })) as CaseEvent['type'][];
  }

  ask(person: Person = 'rosa', more: Partial<Parameters<typeof decideIdentityRequest>[1]> = {}) {
    return this.take(person, (state, context) =>
      decideIdentityRequest(
        state,
        {
          request: 'r-1',
          purpose: 'IDENTIFY_SUBJECT',
          words: 'Who runs it',
          customers: ['c-1', 'c-2'],
          fields: ['NAMES', 'OWNERS'],
          until: this.now + 5 * DAY,
          inside: INSIDE,
          ...more,
        },
        context,
      ),
    );
  }

  grant(person: Person = 'lea', more: Partial<Parameters<typeof decideIdentityGrant>[1]> = {}) {
    return this.take(person, (state, context) =>
      decideIdentityGrant(state, { request: 'r-1', grant: 'g-1', reason: 'Needed', inside: INSIDE, ...more }, context),
    );
  }

  breakGlass(person: Person = 'rosa', grant = 'g-1', more: Partial<Parameters<typeof decideBreakGlass>[1]> = {}) {
    return this.take(person, (state, context) =>
      decideBreakGlass(
        state,
        { grant, danger: 'A run that must stop', customers: ['c-1'], fields: ['NAMES'], inside: INSIDE, ...more },
        context,
      ),
    );
  }

  review(person: Person, verdict: 'JUSTIFIED' | 'NOT_JUSTIFIED' = 'JUSTIFIED', grant = 'g-1', reason = 'Looked at') {
    return this.take(person, (state, context) => decideBreakGlassReview(state, { grant, verdict, reason }, context));
  }

  read(person: Person, customer = 'c-1', fields?: readonly IdentitySection[], grant?: string) {
    const found = grantForReading(this.state, { customer, fields, grant }, { person, human: person !== 'machine', now: this.now });
    return 'refused' in found ? found.refused.code : [found.grant.id, ...found.fields];
  }

  close() {
    const context = this.context('rosa');
    return this.take('rosa', (state) => ({ events: [moved(state, { move: 'close', reason: 'done' }, context)] }));
  }
}

describe('identity inside a case', () => {
  let told: Told;
  beforeEach(() => {
    told = new Told();
  });

  it('is shown to nobody before another person grants what was asked', () => {
    expect(told.ask()).toEqual(['identity-asked']);
    expect(told.read('rosa')).toBe('IDENTITY_NOT_GRANTED');
    expect(told.grant()).toEqual(['identity-granted', 'clock-started']);
    expect(told.read('rosa')).toEqual(['g-1', 'NAMES', 'OWNERS']);
    expect(told.state.access.requests.get('r-1')).toMatchObject({ status: 'granted', grant: 'g-1', answeredBy: 'lea', reason: 'Needed' });
  });

  it.each<[string, () => unknown, string]>([
    ['by a machine', () => told.ask('machine'), 'PERSON_REQUIRED'],
    ['without saying what for', () => told.ask('rosa', { words: ' ' }), 'REASON_MISSING'],
    ['of nobody', () => told.ask('rosa', { customers: [] }), 'IDENTITY_REACH_EMPTY'],
    ['of nothing', () => told.ask('rosa', { fields: [] }), 'IDENTITY_REACH_EMPTY'],
    ['of somebody who is not in the case', () => told.ask('rosa', { customers: ['c-1', 'c-9'] }), 'IDENTITY_OUTSIDE_CASE'],
    ['until yesterday', () => told.ask('rosa', { until: T0 }), 'ACCESS_END_PAST'],
    ['for longer than the house allows', () => told.ask('rosa', { until: T0 + 30 * DAY + 1 }), 'ACCESS_TOO_LONG'],
  ])('is not asked for %s', (_, ask, code) => {
    expect(ask()).toBe(code);
    expect(told.state.access.requests.size).toBe(0);
  });

  it('is not asked for by, nor read by, the subject’s own analyst, nor by people of another authority', () => {
    told.people = { ...NOBODY_KNOWN, analysts: new Set(['rosa', 'nils']) };
    expect(told.ask()).toBe('OWN_ANALYST');
    expect(told.ask('mila', { others: ['nils'] })).toBe('OWN_ANALYST');
    told.people = {
      ...NOBODY_KNOWN,
      changes: [
        { person: 'olga', at: T0 - DAY, role: 'regulator-reviewer', authority: 'elsewhere' },
        { person: 'olga', at: T0 - 2 * DAY, role: 'regulator-reviewer', authority: 'home' },
      ],
    };
    expect(told.ask('rosa', { others: ['olga'] })).toBe('READER_OF_ANOTHER_AUTHORITY');
  });

  it.each<[string, () => unknown, string]>([
    ['by the person who asked, in whatever role', () => told.grant('rosa'), 'SAME_PERSON'],
    ['by a machine', () => told.grant('machine'), 'PERSON_REQUIRED'],
    ['without a reason', () => told.grant('lea', { reason: '' }), 'REASON_MISSING'],
    ['of more sections', () => told.grant('lea', { fields: ['NAMES', 'PAYMENT'] }), 'GRANT_WIDER_THAN_ASKED'],
    ['of other customers', () => told.grant('lea', { customers: ['c-3'] }), 'GRANT_WIDER_THAN_ASKED'],
    ['for longer', () => told.grant('lea', { until: T0 + 6 * DAY }), 'GRANT_WIDER_THAN_ASKED'],
    ['of nothing', () => told.grant('lea', { fields: [] }), 'IDENTITY_REACH_EMPTY'],
    ['of whoever left the case meanwhile', () => told.grant('lea', { inside: new Set(['c-1']) }), 'IDENTITY_OUTSIDE_CASE'],
    ['of what nobody asked', () => told.grant('lea', { request: 'r-9' }), 'IDENTITY_REQUEST_UNKNOWN'],
  ])('is not granted %s', (_, grant, code) => {
    told.ask();
    expect(grant()).toBe(code);
    expect(told.state.access.grants.size).toBe(0);
  });

  it('is not granted after the time for which it was asked, nor twice, nor after a role changed', () => {
    told.ask();
    told.people = { ...NOBODY_KNOWN, changes: [{ person: 'rosa', at: T0 + 1, role: 'regulator-lead' }] };
    told.now = T0 + 2;
    expect(told.grant()).toBe('PROPOSAL_VOID');
    told.people = NOBODY_KNOWN;
    told.now = T0 + 5 * DAY;
    expect(told.grant()).toBe('ACCESS_END_PAST');
    told.now = T0 + DAY;
    told.grant();
    expect([told.grant('mila', { grant: 'g-2' }), told.grant('rosa', { grant: 'g-2' })]).toEqual([
      'IDENTITY_REQUEST_ANSWERED',
      'IDENTITY_REQUEST_ANSWERED',
    ]);
  });

  it('is granted narrower: fewer customers, fewer sections, for a shorter time', () => {
    told.ask();
    told.grant('lea', { customers: ['c-2'], fields: ['NAMES'], until: T0 + DAY });
    expect([told.read('rosa', 'c-1'), told.read('rosa', 'c-2'), told.read('rosa', 'c-2', ['OWNERS'])]).toEqual([
      'IDENTITY_NOT_GRANTED',
      ['g-1', 'NAMES'],
      'FIELDS_NOT_GRANTED',
    ]);
    told.now = T0 + DAY;
    expect(told.read('rosa', 'c-2')).toBe('ACCESS_ENDED');
  });

  it('is refused by another person, with a reason, and then not granted', () => {
    told.ask();
    const refuse = (person: Person, reason: string) =>
      told.take(person, (state, context) => decideIdentityRefusal(state, { request: 'r-1', reason }, context));
    expect([refuse('rosa', 'no'), refuse('lea', ''), refuse('lea', 'Not needed'), told.grant()]).toEqual([
      'SAME_PERSON',
      'REASON_MISSING',
      ['identity-refused'],
      'IDENTITY_REQUEST_ANSWERED',
    ]);
  });

  it('is read by the persons who are named, and by nobody else: the one who granted it is not one of them', () => {
    told.ask('rosa', { others: ['mila'] });
    told.grant();
    expect([told.read('mila'), told.read('lea'), told.read('machine'), told.read('rosa', 'c-3')]).toEqual([
      ['g-1', 'NAMES', 'OWNERS'],
      'IDENTITY_NOT_GRANTED',
      'PERSON_REQUIRED',
      'IDENTITY_NOT_GRANTED',
    ]);
  });

  it('ends at its moment, also while the job that says so is down; and the job says it once', () => {
    told.ask();
    told.grant();
    told.now = T0 + 5 * DAY - 1;
    expect(told.read('rosa')).not.toBe('ACCESS_ENDED');
    told.now = T0 + 5 * DAY;
    expect(told.read('rosa')).toBe('ACCESS_ENDED');
    expect(told.at(T0 + 12 * DAY).filter((type) => type !== 'clock-warned')).toEqual(['clock-elapsed', 'identity-ended']);
    expect(told.state.access.grants.get('g-1')?.ended?.cause).toBe('EXPIRED');
    expect(told.at(T0 + 13 * DAY)).toEqual([]);
  });

  it('ends by hand with a reason, once, and its clock with it', () => {
    told.ask();
    told.grant();
    const end = (reason: string, grant = 'g-1', person: Person = 'mila') =>
      told.take(person, (state, context) => decideAccessEnd(state, { grant, reason }, context));
    expect([end('x', 'g-9'), end('x', 'g-1', 'machine'), end(''), end('Not needed any more'), end('Again')]).toEqual([
      'IDENTITY_GRANT_UNKNOWN',
      'PERSON_REQUIRED',
      'REASON_MISSING',
      ['identity-ended', 'clock-cancelled'],
      'ACCESS_ENDED_BEFORE',
    ]);
    expect(told.read('rosa')).toBe('ACCESS_ENDED');
    expect(told.at(T0 + 6 * DAY)).toEqual([]);
  });

  it('ends with the case, and what was only asked lapses', () => {
    told.ask();
    told.grant();
    told.ask('mila', { request: 'r-2' });
    expect(told.close()).toEqual(expect.arrayContaining(['identity-ended', 'clock-cancelled', 'identity-request-lapsed']));
    expect([told.read('rosa'), told.grant('lea', { request: 'r-2', grant: 'g-2' })]).toEqual(['ACCESS_ENDED', 'IDENTITY_REQUEST_ANSWERED']);
    expect(told.state.access.grants.get('g-1')?.ended?.cause).toBe('CASE_CLOSED');
  });

  it('ends with the case however many there are', () => {
    for (let n = 0; n < 300; n++) {
      told.ask('rosa', { request: `r-${n}` });
      told.grant('lea', { request: `r-${n}`, grant: `g-${n}` });
    }
    told.close();
    expect([...told.state.access.grants.values()].filter(({ ended }) => ended === undefined)).toEqual([]);
  });

  it('that was released goes into the log, unless access ended before it could be shown', () => {
    told.ask();
    told.grant();
    const read = () =>
      told.take('rosa', (state, context) =>
        decideRead(state, { customer: 'c-1', grant: 'g-1', fields: ['NAMES'], purpose: 'p', released: { NAMES: ['Ada'] } }, context),
      );
    expect(read()).toEqual(['identity-read']);
    expect(told.state.access.reads).toMatchObject([
      { number: 1, grant: 'g-1', customer: 'c-1', by: 'rosa', fields: ['NAMES'], purpose: 'p' },
    ]);
    expect(JSON.stringify([...told.state.access.reads, ...told.state.access.grants.values()])).not.toContain('Ada');
    told.now = T0 + 5 * DAY;
    expect(read()).toBe('ACCESS_ENDED');
    expect(told.state.access.reads).toHaveLength(1);
  });

  it('stands without its words when their key was destroyed', () => {
    const events: CaseEvent[] = [];
    const capture = (decision: CaseDecision<CaseEvent>) => {
      if ('events' in decision) events.push(...decision.events);
      return decision;
    };
    told.take('rosa', (state, context) =>
      capture(
        decideIdentityRequest(
          state,
          { request: 'r', purpose: 'OTHER', words: 'w', customers: ['c-1'], fields: ['NAMES'], until: T0 + DAY, inside: INSIDE },
          context,
        ),
      ),
    );
    const { record: _, ...erased } = events[0] as CaseEvent & { record?: object };
    expect(foldCase([erased as CaseEvent]).access.requests.get('r')).toMatchObject({ purpose: 'OTHER', words: undefined });
  });
});

describe('break-glass', () => {
  let told: Told;
  beforeEach(() => {
    told = new Told();
  });

  it('opens at once to the one who broke it, for a day, and starts the clock of its review', () => {
    expect(told.breakGlass()).toEqual(['identity-granted', 'clock-started', 'clock-started']);
    expect([told.read('rosa'), told.read('lea')]).toEqual([['g-1', 'NAMES'], 'IDENTITY_NOT_GRANTED']);
    expect(told.state.clocks.get('ACCESS_REVIEW:g-1')).toMatchObject({ dueAt: T0 + 24 * HOUR, status: 'running' });
    told.now = T0 + 24 * HOUR;
    expect(told.read('rosa')).toBe('ACCESS_ENDED');
  });

  it.each<[string, () => unknown, string]>([
    ['by a machine', () => told.breakGlass('machine'), 'PERSON_REQUIRED'],
    ['without a danger', () => told.breakGlass('rosa', 'g-1', { danger: '' }), 'REASON_MISSING'],
    ['for somebody outside the case', () => told.breakGlass('rosa', 'g-1', { customers: ['c-9'] }), 'IDENTITY_OUTSIDE_CASE'],
  ])('is not done %s', (_, work, code) => expect(work()).toBe(code));

  it('is not done by the subject’s own analyst', () => {
    told.people = { ...NOBODY_KNOWN, analysts: new Set(['rosa']) };
    expect(told.breakGlass()).toBe('OWN_ANALYST');
  });

  it('is reviewed by another person, once; what was justified goes on', () => {
    told.breakGlass();
    expect([
      told.review('rosa'),
      told.review('machine'),
      told.review('lea', 'JUSTIFIED', 'g-1', ''),
      told.review('lea', 'JUSTIFIED', 'g-9'),
    ]).toEqual(['SAME_PERSON', 'PERSON_REQUIRED', 'REASON_MISSING', 'IDENTITY_GRANT_UNKNOWN']);
    expect([told.review('lea'), told.review('mila')]).toEqual([['break-glass-reviewed', 'clock-met'], 'BREAK_GLASS_REVIEWED']);
    expect(told.read('rosa')).toEqual(['g-1', 'NAMES']);
  });

  it('that was not justified ends at once', () => {
    told.breakGlass();
    expect(told.review('lea', 'NOT_JUSTIFIED')).toEqual(['break-glass-reviewed', 'clock-met', 'identity-ended', 'clock-cancelled']);
    expect([told.read('rosa'), told.state.access.grants.get('g-1')?.ended?.cause]).toEqual(['ACCESS_ENDED', 'REVIEW_REFUSED']);
  });

  it('that nobody reviewed in time is a breach, and can be reviewed late, also after a role changed', () => {
    told.breakGlass();
    const said = told.at(T0 + 25 * HOUR);
    expect(said).toContain('clock-breached');
    expect(said).toContain('identity-ended');
    told.people = { ...NOBODY_KNOWN, changes: [{ person: 'rosa', at: T0 + HOUR, role: 'regulator-lead' }] };
    expect(told.review('lea', 'NOT_JUSTIFIED')).toEqual(['break-glass-reviewed', 'clock-met']);
    expect(told.state.access.grants.get('g-1')?.ended?.cause).toBe('EXPIRED');
  });

  it('is no way around the second person: who was not reviewed cannot go on by breaking it again', () => {
    told.breakGlass();
    expect(told.breakGlass('rosa', 'g-2', { customers: ['c-2'] })).toContain('identity-granted');
    told.now = T0 + 24 * HOUR;
    expect([told.breakGlass('rosa', 'g-3'), told.breakGlass('mila', 'g-4')]).toEqual([
      'BREAK_GLASS_UNREVIEWED',
      ['identity-granted', 'clock-started', 'clock-started'],
    ]);
    told.review('lea');
    told.review('lea', 'JUSTIFIED', 'g-2');
    expect(told.breakGlass('rosa', 'g-5')).toContain('identity-granted');
  });

  it('is reviewed; what another person granted is not', () => {
    told.ask();
    told.grant();
    expect(told.review('mila')).toBe('NOT_BREAK_GLASS');
  });

  it('lasts a day alone and no longer, however often it is broken again before somebody looked', () => {
    told.breakGlass();
    told.now = T0 + 23 * HOUR;
    expect(told.breakGlass('rosa', 'g-2', { customers: ['c-2'] })).toContain('identity-granted');
    expect(told.state.access.grants.get('g-2')).toMatchObject({ from: T0 + 23 * HOUR, until: T0 + 24 * HOUR });
    told.review('lea');
    told.review('lea', 'JUSTIFIED', 'g-2');
    expect(told.breakGlass('rosa', 'g-3')).toContain('identity-granted');
    expect(told.state.access.grants.get('g-3')?.until).toBe(T0 + 47 * HOUR);
  });

  it('is reviewed also when whoever broke it worked for the customer since: else nobody ever could', () => {
    told.breakGlass();
    told.people = { ...NOBODY_KNOWN, analysts: new Set(['rosa']) };
    expect(told.review('lea')).toEqual(['break-glass-reviewed', 'clock-met']);
    told.people = NOBODY_KNOWN;
    told.breakGlass('mila', 'g-2');
    told.people = { ...NOBODY_KNOWN, analysts: new Set(['lea']) };
    expect(told.review('lea', 'JUSTIFIED', 'g-2')).toBe('OWN_ANALYST');
  });
});

import fc from 'fast-check';
import { canonicalJson } from '../../canonical-json.js';
import { PUBLISHED_RULEBOOK } from '../../rulebook/published-rulebook.js';
import type { CaseContext } from '../case-context.js';
import { NOBODY_KNOWN } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import { CASE_POLICY } from '../case-policy.js';
import { type CaseState, evolveCase, foldCase, NO_CASE } from '../case-state.js';
import { type Actor, CASEWORK, type CaseDecision } from '../case-vocabulary.js';
import { clocksSay } from '../clocks/run-clocks.js';
import { decideOpening } from '../opening/decide-opening.js';
import { withReactions } from '../reactions.js';
import { askErasure, noteSubjectErased, orderErasure, refusedAfterErasure } from './decide-erasure.js';
import { askRelease, placeHold, releaseHold } from './decide-hold.js';
import { checkRegulatorReport, draftRegulatorReport, returnRegulatorReport } from './decide-report.js';
import { reportContent } from './regulator-report.js';
import { retentionYears } from './retention-years.js';
import { type FigureRounding, twoFigures } from './two-figures.js';

const START = Date.UTC(2026, 0, 5);
const YEAR = 366 * 86_400_000;
const CALENDAR = {
  jurisdiction: '-',
  zone: 'UTC',
  weekend: [6, 7],
  holidays: new Set<string>(),
  rollsForward: false,
  source: '',
  verified: true,
  version: 1,
};
const human = (person: string): Actor => ({ person, human: true, role: 'regulator-lead', authority: 'home' });
const ROSA = human('rosa');
const LEA = human('lea');
const as = (actor: Actor, now = START): CaseContext => ({
  now,
  actor,
  calendars: new Map([['-', CALENDAR]]),
  policy: CASE_POLICY,
  people: NOBODY_KNOWN,
});

/** A case that decides one thing after the other, reactions included. */
class Told {
  events: CaseEvent[] = [];
  state: CaseState = NO_CASE;
  take(decision: CaseDecision<CaseEvent>, context: CaseContext): this {
    if ('refused' in decision) throw new Error(`${decision.refused.code}: ${decision.refused.detail}`);
    const { events, state } = withReactions(this.state, decision.events, context);
    this.events.push(...events);
    this.state = state;
    return this;
  }
  move(to: 'closed' | 'reopened', from: 'decided' | 'closed', now = START): this {
    const move = to === 'closed' ? 'close' : 'reopen';
    const event: CaseEvent = { type: 'case-moved', at: now, by: 'lea', role: 'regulator-lead', move, from, to, evidence: [] };
    return this.take({ events: [event] }, as(LEA, now));
  }
  tick(now: number): this {
    const context = as(CASEWORK, now);
    return this.take({ events: clocksSay(this.state, context) }, context);
  }
  types(): string[] {
    return this.events.map(({ type }) => type);
  }
}

const opened = (): Told => {
  const opening = {
    case: 'c-1',
    matter: 'TRAINING_COMPUTE',
    subject: { kind: 'customer', provider: 'north', id: 'x' },
    severity: 'LOW',
    jurisdiction: '-',
    source: 'PERSON',
    reason: 'A tip',
  } as const;
  return new Told().take(decideOpening(opening, as(ROSA)), as(ROSA));
};
const closed = (): Told => opened().move('closed', 'decided');
const codeOf = (decision: object | undefined): string | undefined =>
  decision !== undefined && 'refused' in decision ? (decision.refused as { code: string }).code : undefined;

describe('two significant figures', () => {
  const oracle = (value: bigint, rounding: FigureRounding): string => {
    if (value === 0n) return '0';
    let exponent = 0;
    while (10n ** BigInt(exponent + 1) <= value) exponent++;
    // In tenths of the leading digit: value = q / 10 ^ (exponent - 1), as an exact fraction.
    const [top, bottom] = exponent >= 1 ? [value, 10n ** BigInt(exponent - 1)] : [value * 10n, 1n];
    const floor = top / bottom;
    const twice = 2n * (top % bottom);
    const up = rounding === 'UP' ? twice > 0n : rounding === 'NEAREST' && (twice > bottom || (twice === bottom && floor % 2n === 1n));
    const figures = floor + (up ? 1n : 0n);
    return figures === 100n ? `1.0e${exponent + 1}` : `${figures / 10n}.${figures % 10n}e${exponent}`;
  };

  it('is exact for whole numbers of any length, in every direction', () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 45n), fc.constantFrom('NEAREST', 'DOWN', 'UP'), (value, rounding) => {
        expect(twoFigures(value.toString(), rounding)).toBe(oracle(value, rounding));
      }),
      { numRuns: 2000 },
    ));

  it('is exact where halves lie and digits carry', () =>
    fc.assert(
      fc.property(fc.bigInt(10n, 99n), fc.integer({ min: 1, max: 30 }), fc.constantFrom(-1n, 0n, 1n), (lead, zeros, off) => {
        const value = (lead * 10n + 5n) * 10n ** BigInt(zeros) + off;
        expect(twoFigures(value.toString(), 'NEAREST')).toBe(oracle(value, 'NEAREST'));
      }),
    ));

  it.each([
    ['10500', 'NEAREST', '1.0e4'],
    ['11500', 'NEAREST', '1.2e4'],
    ['995', 'NEAREST', '1.0e3'],
    ['0.0125', 'NEAREST', '1.2e-2'],
    ['2.5', 'UP', '2.5e0'],
    ['10000000000000000000000001', 'UP', '1.1e25'],
    ['19999999999999999999999999', 'DOWN', '1.9e25'],
  ] as const)('%s %s is %s', (value, rounding, printed) => expect(twoFigures(value, rounding)).toBe(printed));

  it.each(['', '-1', '1e25', 'unknown', ' 1'])('%j is no number, and no zero', (text) =>
    expect(twoFigures(text, 'NEAREST')).toBeUndefined(),
  );
});

describe('retention', () => {
  it('starts with the closing and erases the person when its time is over, once', () => {
    const told = closed();
    const clock = told.state.clocks.get('RETENTION:closing-1')!;
    expect(clock).toMatchObject({ status: 'running', term: { unit: 'YEARS', count: 7 } });
    expect(told.tick(clock.dueAt - 1).state.papers.erased).toBeUndefined();
    expect(told.tick(clock.dueAt).state.papers.erased).toMatchObject({ cause: 'RETENTION' });
    told.tick(clock.dueAt + 20 * YEAR);
    expect(told.types().filter((type) => type === 'person-erased')).toHaveLength(1);
  });

  it('waits while the case is held, and follows when the last hold is released by two', () => {
    const told = closed();
    for (const hold of ['h1', 'h2']) told.take(placeHold(told.state, { hold, reason: 'A court asks' }, as(ROSA)), as(ROSA));
    const later = told.state.clocks.get('RETENTION:closing-1')!.dueAt + 5;
    told.tick(later);
    expect(told.events.at(-1)).toMatchObject({ type: 'retention-due', held: true });
    const release = (hold: string) => {
      told.take(askRelease(told.state, { hold, request: `r-${hold}`, reason: 'Done' }, as(ROSA, later)), as(ROSA, later));
      told.take(releaseHold(told.state, { hold, request: `r-${hold}` }, as(LEA, later)), as(LEA, later));
    };
    release('h1');
    expect(told.state.papers.erased).toBeUndefined();
    release('h2');
    expect(told.state.papers.erased).toMatchObject({ cause: 'RETENTION' });
  });

  it('ends when the case is reopened, and starts anew with the next closing', () => {
    const told = closed().move('reopened', 'closed');
    expect(told.state.clocks.get('RETENTION:closing-1')).toMatchObject({ status: 'cancelled' });
    told.move('closed', 'decided', START + YEAR);
    expect(told.state.clocks.get('RETENTION:closing-2')).toMatchObject({ status: 'running', startedAt: START + YEAR });
  });

  it('is as long as the longest of the house and of the rules that flagged the case', () => {
    const policy = { ...CASE_POLICY, retentionYears: 3 };
    const by = (rule: string) => ({ ...NO_CASE, flags: new Map([['f', { rule }]]) }) as unknown as CaseState;
    expect(['us-ca-sb1047', 'us-ca-sb1047-cluster', 'us-iaas-cip', 'eu-ai-act-51'].map((rule) => retentionYears(by(rule), policy))).toEqual(
      [7, 7, 3, 3],
    );
  });
});

describe('a legal hold', () => {
  it('is released by another person than the one who asked, on request, once', () => {
    const told = opened().take(placeHold(NO_CASE, { hold: 'h', reason: 'A court asks' }, as(ROSA)), as(ROSA));
    expect(codeOf(releaseHold(told.state, { hold: 'h', request: 'r' }, as(LEA)))).toBe('RELEASE_REQUEST_UNKNOWN');
    told.take(askRelease(told.state, { hold: 'h', request: 'r', reason: 'Done' }, as(LEA)), as(LEA));
    expect(codeOf(releaseHold(told.state, { hold: 'h', request: 'r' }, as(LEA)))).toBe('SAME_PERSON');
    told.take(releaseHold(told.state, { hold: 'h', request: 'r' }, as(ROSA)), as(ROSA));
    expect(codeOf(releaseHold(told.state, { hold: 'h', request: 'r' }, as(ROSA)))).toBe('HOLD_RELEASED');
    expect(codeOf(askRelease(told.state, { hold: 'x', request: 'r', reason: 'Done' }, as(ROSA)))).toBe('HOLD_UNKNOWN');
  });

  it('is placed by people, with a reason', () => {
    expect(codeOf(placeHold(NO_CASE, { hold: 'h', reason: ' ' }, as(ROSA)))).toBe('REASON_MISSING');
    expect(codeOf(placeHold(NO_CASE, { hold: 'h', reason: 'x' }, as(CASEWORK)))).toBe('PERSON_REQUIRED');
  });
});

describe('erasure', () => {
  const asked = (told: Told) => told.take(askErasure(told.state, { request: 'e', reason: 'She asked' }, as(ROSA)), as(ROSA));

  it('is asked by one and ordered by another, of a closed case', () => {
    const told = asked(closed());
    expect(codeOf(orderErasure(told.state, 'e', as(ROSA)))).toBe('SAME_PERSON');
    expect(codeOf(orderErasure(told.state, 'other', as(LEA)))).toBe('ERASURE_REQUEST_UNKNOWN');
    told.take(orderErasure(told.state, 'e', as(LEA)), as(LEA));
    expect(told.state.papers.erased).toMatchObject({ cause: 'REQUEST' });
    expect(codeOf(orderErasure(told.state, 'e', as(LEA)))).toBe('PERSON_ERASED');
    expect(codeOf(askErasure(opened().state, { request: 'e', reason: 'x' }, as(ROSA)))).toBe('CASE_NOT_CLOSED');
  });

  it('is refused while the case is held, by the name of the hold', () => {
    const told = asked(closed());
    told.take(placeHold(told.state, { hold: 'h', reason: 'A court asks' }, as(ROSA)), as(ROSA));
    expect(orderErasure(told.state, 'e', as(LEA))).toMatchObject({ refused: { code: 'CASE_HELD', members: { holds: ['h'] } } });
    expect(codeOf(askErasure(told.state, { request: 'f', reason: 'x' }, as(ROSA)))).toBe('CASE_HELD');
  });

  it('leaves a case that takes facts and reasons, no words of people, and is not reopened', () => {
    const { state } = asked(closed()).take(
      { events: [{ type: 'person-erased', at: START, by: 'lea', role: 'x', cause: 'REQUEST', request: 'e' }] },
      as(LEA),
    );
    const words = { type: 'note-added', at: START, by: 'lea', role: 'x', personal: { text: 'Ada' } } as unknown as CaseEvent;
    const reopened: CaseEvent = {
      type: 'case-moved',
      at: START,
      by: 'lea',
      role: 'x',
      move: 'reopen',
      from: 'closed',
      to: 'reopened',
      evidence: [],
    };
    const hold: CaseEvent = { type: 'hold-placed', at: START, by: 'lea', role: 'x', hold: 'h', record: { reason: 'y' } };
    expect([words, reopened, hold].map((event) => codeOf(refusedAfterErasure(state, [event])))).toEqual([
      'PERSON_ERASED',
      'PERSON_ERASED',
      undefined,
    ]);
    expect(refusedAfterErasure(closed().state, [words, reopened])).toBeUndefined();
    const [day] = new Date(START).toISOString().split('T');
    expect(JSON.stringify(refusedAfterErasure(state, [words]))).not.toContain(day);
  });

  it('is noted by itself when the registry erased the person and the case is closed, and takes two persons all the same', () => {
    const told = opened();
    const note = () => told.take(noteSubjectErased(told.state, { customer: 'x', request: 's' }, as(CASEWORK)), as(CASEWORK));
    note();
    note();
    expect(told.types().filter((type) => type === 'subject-erased')).toHaveLength(1);
    expect(told.types()).not.toContain('erasure-asked');
    told.move('closed', 'decided');
    const [request] = told.state.papers.erasureRequests.keys();
    expect(orderErasure(told.state, request!, as(LEA))).toMatchObject({ refused: { code: 'ERASURE_UNASKED' } });
    told.take(askErasure(told.state, { request: 'own', reason: 'The record is gone.' }, as(ROSA)), as(ROSA));
    told.take(orderErasure(told.state, 'own', as(LEA)), as(LEA));
    expect(told.state.papers.erased).toMatchObject({ cause: 'REQUEST' });
  });
});

describe('the report of a regime', () => {
  const rule = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;
  const flag = (id: string, expected: string) => ({
    id,
    kind: 'CROSSING',
    tier: 'PROBABLE',
    scope: { kind: 'account', provider: 'north', id: 'team' },
    rule: rule.id,
    ruleVersion: rule.version,
    regime: rule.regime,
    jurisdiction: rule.jurisdiction,
    legalStatus: 'IN_FORCE',
    number: '1e25',
    momentMs: START,
    knownAtMs: START,
    totals: { lower: '9910000000000000000000000', expected, upper: '20100000000000000000000000' },
    sentence: 'It passed.',
    covers: [],
  });
  const joined = (told: Told, ...flags: ReturnType<typeof flag>[]) =>
    told.take(
      {
        events: flags.map(
          (one) => ({ type: 'flag-joined', at: START, by: 'casework', role: 'casework', flag: one, reason: 'Same group' }) as CaseEvent,
        ),
      },
      as(CASEWORK),
    );
  const contentOf = (state: CaseState, now = START) =>
    reportContent({ state, rule, now, grounds: new Map([['f1', { assumptions: ['Prior utilisation 0.35'], policyVersions: [1] }]]) });
  const drafted = (told: Told, report: string, by = ROSA) =>
    told.take(draftRegulatorReport(told.state, { report, content: contentOf(told.state), sha256: 'h' }, as(by)), as(by));

  it('says the most that was counted, to two figures, bounds outward, with what it rests on', () => {
    const content = contentOf(joined(opened(), flag('f1', '10500000000000000000000000'), flag('f2', '10499999999999999999999999')).state);
    expect(content.compute).toMatchObject({ flag: 'f1', expected: '1.0e25', interval: ['9.9e24', '2.1e25'] });
    expect(content).toMatchObject({ assumptions: ['Prior utilisation 0.35'], method: { meteringPolicies: [1] } });
    expect(content.crossings.map(({ flag: id }) => id)).toEqual(['f1', 'f2']);
    expect(canonicalJson(content)).toBe(canonicalJson(JSON.parse(JSON.stringify(content))));
  });

  it.each(PUBLISHED_RULEBOOK.rules.map((one) => [one.id, one] as const))('never says of %s that a provider has to report', (_, one) => {
    const { law } = reportContent({ state: opened().state, rule: one, now: START, grounds: new Map() });
    expect(law.words).toContain('No law in force obliges a cloud provider');
    expect(`${law.today}`).not.toMatch(/must report|mandatory|is obliged to report/i);
  });

  it('turns no unknown amount into zero', () => {
    const { totals: _, ...none } = flag('f1', '1');
    const uncounted = contentOf(joined(opened(), none as ReturnType<typeof flag>).state);
    expect(uncounted.compute).toEqual({ words: 'The flags of this case state no amount of compute.' });
    // It was crossed all the same, on a day on which the law stood somehow.
    expect(uncounted.law.onTheDayOfTheCrossing).toBe(contentOf(joined(opened(), flag('f1', '1')).state).law.onTheDayOfTheCrossing);
    expect(contentOf(opened().state).law.onTheDayOfTheCrossing).toBeNull();
  });

  it('is drafted by one, checked or returned by another, and never changed once it is final', () => {
    const told = drafted(joined(opened(), flag('f1', '10500000000000000000000000')), 'r1');
    expect(codeOf(checkRegulatorReport(told.state, 'r1', as(ROSA)))).toBe('SAME_PERSON');
    told.take(returnRegulatorReport(told.state, { report: 'r1', reason: 'Sites are missing' }, as(LEA)), as(LEA));
    drafted(drafted(told, 'r2'), 'r3');
    expect(codeOf(checkRegulatorReport(told.state, 'r2', as(LEA)))).toBe('REPORT_SETTLED');
    told.take(checkRegulatorReport(told.state, 'r3', as(LEA)), as(LEA));
    expect([...told.state.papers.reports.values()].map(({ number, status }) => `${number} ${status}`)).toEqual([
      '1 returned',
      '2 superseded',
      '3 final',
    ]);
    for (const decision of [
      checkRegulatorReport(told.state, 'r3', as(LEA)),
      returnRegulatorReport(told.state, { report: 'r3', reason: 'x' }, as(LEA)),
    ])
      expect(codeOf(decision)).toBe('REPORT_SETTLED');
    expect(codeOf(checkRegulatorReport(told.state, 'none', as(LEA)))).toBe('REPORT_UNKNOWN');
  });

  it('is not drafted by a rule that flagged nothing', () =>
    expect(codeOf(draftRegulatorReport(opened().state, { report: 'r', content: contentOf(opened().state), sha256: 'h' }, as(ROSA)))).toBe(
      'REPORT_RULE_NOT_IN_CASE',
    ));
});

it('a log folded again is the same state', () => {
  const { events, state } = closed();
  expect(foldCase(events)).toEqual(state);
  expect(evolveCase(state, events[0]!).version).toBe(state.version + 1);
});

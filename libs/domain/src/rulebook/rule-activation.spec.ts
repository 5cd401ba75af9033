import fc from 'fast-check';
import { activeRulesAt, trialRulesAt } from './active-rules.js';
import { dayMs } from './legal-status.js';
import { decideRule, evolveRule, NO_RULE, publishedState, type RuleCommand, type RuleEvent, type RuleState } from './rule-activation.js';
import { ownRule, published } from './rules.fixture.js';

const NOW = dayMs('2026-11-21') + 3_600_000;
const rule = ownRule();
const ana = { by: 'ana', nowMs: NOW };
const ben = { by: 'ben', nowMs: NOW };
const proposed: RuleEvent = { type: 'rule-proposed', rule, by: 'ana', atMs: NOW };
const trial: RuleEvent = { type: 'trial-started', by: 'ana', atMs: NOW };
const asked: RuleEvent = { type: 'activation-asked', activeFrom: '2026-12-01', by: 'ana', atMs: NOW };
const activated: RuleEvent = { type: 'rule-activated', askedBy: 'ana', activeFromMs: dayMs('2026-12-01'), by: 'ben', atMs: NOW };
const retirementAsked: RuleEvent = { type: 'retirement-asked', reason: 'wrong', by: 'ana', atMs: NOW };
const retired: RuleEvent = { type: 'rule-retired', askedBy: 'ana', by: 'ben', atMs: dayMs('2027-01-01') };

const given = (...events: RuleEvent[]) => {
  const state = events.reduce(evolveRule, NO_RULE);
  return {
    state,
    when: (command: RuleCommand) => {
      const decision = decideRule(state, command);
      return {
        // biome-ignore lint/suspicious/noThenProperty: reads as given, when, then; nobody awaits it
        then: (...expected: RuleEvent[]) => expect(decision).toEqual({ events: expected }),
        refused: (code: string) => expect('refused' in decision ? decision.refused.code : decision).toBe(code),
      };
    },
  };
};

describe('a rule that an operator brings', () => {
  it('is proposed, by one', () =>
    given()
      .when({ type: 'propose-rule', rule, ...ana })
      .then(proposed));
  it('is not proposed twice', () =>
    given(proposed)
      .when({ type: 'propose-rule', rule, ...ben })
      .refused('RULE_EXISTS'));
  it('is of a kind whose judging is all data', () =>
    given()
      .when({ type: 'propose-rule', rule: published('over-capacity'), ...ana })
      .refused('KIND_NOT_OPEN'));
  it('runs in shadow', () =>
    given(proposed)
      .when({ type: 'start-trial', ...ana })
      .then(trial));
  it('is asked to be active from a day on, with or without a trial', () => {
    given(proposed)
      .when({ type: 'ask-activation', activeFrom: '2026-12-01', ...ana })
      .then(asked);
    given(proposed, trial)
      .when({ type: 'ask-activation', activeFrom: '2026-12-01', ...ana })
      .then(asked);
  });
  it('is active from today at the earliest', () => {
    given(proposed)
      .when({ type: 'ask-activation', activeFrom: '2026-11-21', ...ana })
      .then({ ...asked, activeFrom: '2026-11-21' });
    given(proposed)
      .when({ type: 'ask-activation', activeFrom: '2026-11-20', ...ana })
      .refused('ACTIVE_FROM_PASSED');
    given(proposed)
      .when({ type: 'ask-activation', activeFrom: '2026-02-30', ...ana })
      .refused('ACTIVE_FROM_MALFORMED');
  });

  it('is activated by another person', () =>
    given(proposed, asked)
      .when({ type: 'approve-activation', ...ben })
      .then(activated));
  it('is never activated by who asked for it', () =>
    given(proposed, asked)
      .when({ type: 'approve-activation', ...ana })
      .refused('SAME_PERSON'));
  it('is never activated unasked', () => {
    given(proposed)
      .when({ type: 'approve-activation', ...ben })
      .refused('RULE_NOT_IN_STATE');
    given(proposed, trial)
      .when({ type: 'approve-activation', ...ben })
      .refused('RULE_NOT_IN_STATE');
    given(proposed, asked, activated)
      .when({ type: 'approve-activation', ...ben })
      .refused('RULE_NOT_IN_STATE');
  });
  it('approved late is active from then on, and not before', () => {
    const nowMs = dayMs('2026-12-24');
    given(proposed, asked)
      .when({ type: 'approve-activation', by: 'ben', nowMs })
      .then({ ...activated, activeFromMs: nowMs, atMs: nowMs });
  });

  it('is retired by two', () => {
    given(proposed, asked, activated)
      .when({ type: 'ask-retirement', reason: 'wrong', ...ana })
      .then(retirementAsked);
    given(proposed, asked, activated, retirementAsked)
      .when({ type: 'approve-retirement', ...ben })
      .then({ ...retired, atMs: NOW });
    given(proposed, asked, activated, retirementAsked)
      .when({ type: 'approve-retirement', ...ana })
      .refused('SAME_PERSON');
    given(proposed, asked, activated)
      .when({ type: 'approve-retirement', ...ben })
      .refused('RULE_NOT_IN_STATE');
  });
  it('stays when its end is declined', () => {
    const declined: RuleEvent = { type: 'retirement-declined', reason: 'it is right', by: 'ben', atMs: NOW };
    given(proposed, asked, activated, retirementAsked)
      .when({ type: 'decline-retirement', reason: 'it is right', ...ben })
      .then(declined);
    expect(given(proposed, asked, activated, retirementAsked, declined).state).toEqual(given(proposed, asked, activated).state);
  });
  it('is taken back by one while nothing rests on it', () => {
    for (const before of [[proposed], [proposed, trial], [proposed, asked]])
      given(...before)
        .when({ type: 'withdraw-rule', reason: 'typo', ...ana })
        .then({ type: 'rule-withdrawn', reason: 'typo', by: 'ana', atMs: NOW });
    given(proposed, asked, activated)
      .when({ type: 'withdraw-rule', reason: 'typo', ...ana })
      .refused('RULE_NOT_IN_STATE');
  });
  it('says why', () =>
    given(proposed)
      .when({ type: 'withdraw-rule', reason: ' ', ...ana })
      .refused('REASON_MISSING'));
  it('has no history that cannot be', () => expect(() => [proposed, retired].reduce(evolveRule, NO_RULE)).toThrow());
});

describe('whatever people try', () => {
  const person = fc.constantFrom('ana', 'ben', 'cem');
  const attempts: fc.Arbitrary<RuleCommand[]> = fc.array(
    fc
      .tuple(
        person,
        fc.constantFrom<object>(
          { type: 'propose-rule', rule },
          { type: 'start-trial' },
          { type: 'ask-activation', activeFrom: '2026-11-21' },
          { type: 'approve-activation' },
          { type: 'ask-retirement', reason: 'r' },
          { type: 'approve-retirement' },
          { type: 'decline-retirement', reason: 'r' },
          { type: 'withdraw-rule', reason: 'r' },
        ),
      )
      .map(([by, command]) => ({ ...command, by, nowMs: NOW }) as RuleCommand),
    { minLength: 30, maxLength: 90, size: 'max' },
  );

  /** Commands one after another; those that are refused change nothing. */
  function carriedOut(commands: readonly RuleCommand[]): { state: RuleState; events: RuleEvent[] } {
    let state: RuleState = NO_RULE;
    const events: RuleEvent[] = [];
    for (const command of commands) {
      const decision = decideRule(state, command);
      if ('refused' in decision) continue;
      events.push(...decision.events);
      state = decision.events.reduce(evolveRule, state);
    }
    return { state, events };
  }

  it('nothing raises flags, or stops to, without two persons, the first of whom asked just before', () => {
    let turns = 0;
    fc.assert(
      fc.property(attempts, (commands) => {
        const { state, events } = carriedOut(commands);
        events.forEach((event, index) => {
          if (event.type !== 'rule-activated' && event.type !== 'rule-retired') return;
          turns++;
          const asked = events[index - 1]!;
          expect(asked.type).toBe(event.type === 'rule-activated' ? 'activation-asked' : 'retirement-asked');
          expect([asked.by, event.by === event.askedBy]).toEqual([event.askedBy, false]);
        });
        const isLive = activeRulesAt([state], NOW).length > 0;
        const wasActivated = events.some(({ type }) => type === 'rule-activated');
        expect(isLive).toBe(wasActivated && !events.some(({ type }) => type === 'rule-retired'));
      }),
      { numRuns: 2_000 },
    );
    // A property that is about nothing proves nothing.
    expect(turns).toBeGreaterThan(100);
  });
});

describe('the rules that are judged', () => {
  const run = (...events: RuleEvent[]): RuleState => events.reduce(evolveRule, NO_RULE);
  const day = dayMs('2026-12-01');
  const ids = (states: RuleState[], ms: number) => activeRulesAt(states, ms).map(({ id, version }) => `${id}@${version}`);

  it('raise flags from the day of activation on, and run in shadow until then', () => {
    const state = run(proposed, asked, activated);
    expect(ids([state], day - 1)).toEqual([]);
    expect(ids([state], day)).toEqual(['our-number@1']);
    expect(trialRulesAt([state], day - 1)).toEqual([rule]);
    expect(trialRulesAt([state], day)).toEqual([]);
  });

  it('are those on trial in shadow alone, also while somebody decides', () => {
    for (const state of [run(proposed, trial), run(proposed, trial, asked)]) {
      expect(trialRulesAt([state], day)).toEqual([rule]);
      expect(activeRulesAt([state], day)).toEqual([]);
    }
    expect(trialRulesAt([run(proposed), run(proposed, asked)], day)).toEqual([]);
  });

  it('are there until the retirement is approved', () => {
    expect(ids([run(proposed, asked, activated, retirementAsked)], day)).toEqual(['our-number@1']);
    const state = run(proposed, asked, activated, retirementAsked, retired);
    expect(ids([state], dayMs('2027-01-01') - 1)).toEqual(['our-number@1']);
    expect(ids([state], dayMs('2027-01-01'))).toEqual([]);
  });

  it('are of each id the latest version; its end does not bring back the one before', () => {
    const second = ownRule({ version: 2 });
    const history: RuleEvent[] = [{ ...proposed, rule: second } as RuleEvent, asked, activated];
    expect(ids([publishedState(rule), run(...history)], day - 1)).toEqual(['our-number@1']);
    expect(ids([publishedState(rule), run(...history)], day)).toEqual(['our-number@2']);
    expect(ids([publishedState(rule), run(...history, retirementAsked, retired)], dayMs('2027-02-01'))).toEqual([]);
  });
});

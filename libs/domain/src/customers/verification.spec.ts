import fc from 'fast-check';
import { DAY_MS } from './calendar.js';
import { machine } from './given.fixture.js';
import type { MissingItem } from './missing-for-level.js';
import {
  decideVerification,
  evolveVerification,
  levelAt,
  NEVER_VERIFIED,
  type Verification,
  type VerificationCommand,
  type VerificationContext,
  type VerificationEvent,
} from './verification.js';
import { ATTAINABLE_LEVELS, type AttainableLevel, verificationRulesAt } from './verification-rules.js';

const RULES = verificationRulesAt(0);
const complete: VerificationContext = { rules: RULES, missing: () => [] };
const item: MissingItem = { code: 'PHONE', level: 'IDENTIFIED', detail: 'A telephone number.', why: 'x' };
const with_ = (context: VerificationContext) =>
  machine<Verification, VerificationCommand, VerificationEvent>({
    initial: NEVER_VERIFIED,
    decide: (state, command) => decideVerification(state, command, context),
    evolve: evolveVerification,
  });
const verification = with_(complete);

const started = (level: AttainableLevel, atMs = 0): VerificationEvent => ({ type: 'verification-started', level, by: 'ana', atMs });
const proposed = (by = 'ana', level: AttainableLevel = 'ENHANCED'): VerificationEvent => ({
  type: 'level-proposed',
  level,
  by,
  atMs: 1,
  reason: 'all there',
});
const step = (
  type: 'propose-level' | 'approve-level' | 'refuse-level' | 'resubmit-level' | 'withdraw-verification',
  by: string,
  nowMs = 2,
): VerificationCommand => ({
  type,
  by,
  nowMs,
  reason: 'all there',
});
const attained = (level: AttainableLevel, atMs = 0): VerificationEvent[] => {
  const open = verification([started(level, atMs), proposed('ana', level)]).state;
  const decision = decideVerification(open, step('approve-level', 'ben', atMs), complete);
  if ('refused' in decision) throw new Error(decision.refused.code);
  return [started(level, atMs), proposed('ana', level), ...decision.events];
};

describe('verification to a level', () => {
  it('is begun once at a time', () => {
    verification([])
      .when({ type: 'start-verification', level: 'BASIC', by: 'ana', nowMs: 0 })
      .then([started('BASIC')]);
    verification([started('BASIC')])
      .when({ type: 'start-verification', level: 'ENHANCED', by: 'ben', nowMs: 1 })
      .refused('VERIFICATION_OPEN');
  });

  it('renews or raises the level, and never begins below it', () => {
    const enhanced = attained('ENHANCED');
    verification(enhanced).when({ type: 'start-verification', level: 'BASIC', by: 'ana', nowMs: 5 }).refused('LEVEL_BELOW_CURRENT');
    verification(enhanced)
      .when({ type: 'start-verification', level: 'ENHANCED', by: 'ana', nowMs: 5 })
      .then([started('ENHANCED', 5)]);
  });

  it.each<AttainableLevel>(['BASIC', 'IDENTIFIED'])('to %s is decided by one person, without a proposal', (level) => {
    expect(
      levelAt(
        verification([started(level)])
          .when(step('approve-level', 'ana'))
          .state(),
        3,
      ),
    ).toBe(level);
    expect(
      levelAt(
        verification([started(level), proposed('ana', level)])
          .when(step('approve-level', 'ana'))
          .state(),
        3,
      ),
    ).toBe(level);
  });

  it('to ENHANCED takes a proposal, and another person than proposed it', () => {
    verification([started('ENHANCED')])
      .when(step('approve-level', 'ben'))
      .refused('NOT_PROPOSED');
    verification([started('ENHANCED'), proposed('ana')])
      .when(step('approve-level', 'ana'))
      .refused('SAME_PERSON');
    verification([started('ENHANCED'), proposed('ana')])
      .when(step('refuse-level', 'ana'))
      .refused('SAME_PERSON');
    verification([started('ENHANCED'), proposed('ana')])
      .when(step('resubmit-level', 'ana'))
      .refused('SAME_PERSON');
    expect(
      levelAt(
        verification([started('ENHANCED'), proposed('ana')])
          .when(step('approve-level', 'ben'))
          .state(),
        3,
      ),
    ).toBe('ENHANCED');
  });

  it('is neither proposed nor approved while something is missing, and says what', () => {
    const lacking = with_({ rules: RULES, missing: () => [item] });
    lacking([started('IDENTIFIED')])
      .when(step('propose-level', 'ana'))
      .refused('REQUIREMENTS_MISSING');
    lacking([started('IDENTIFIED'), proposed('ana', 'IDENTIFIED')])
      .when(step('approve-level', 'ben'))
      .refused('REQUIREMENTS_MISSING');
    const decision = decideVerification(lacking([started('IDENTIFIED')]).state, step('propose-level', 'ana'), {
      rules: RULES,
      missing: () => [item],
    });
    expect(decision).toMatchObject({ refused: { detail: 'IDENTIFIED misses: PHONE.', members: { missing: [item] } } });
  });

  it('is proposed once, sent back with a reason, refused, or withdrawn by whom it may', () => {
    verification([started('ENHANCED'), proposed()])
      .when(step('propose-level', 'ben'))
      .refused('PROPOSED_ALREADY');
    verification([started('ENHANCED')])
      .when(step('resubmit-level', 'ben'))
      .refused('NOT_PROPOSED');
    const done = { level: 'ENHANCED' as const, by: 'ben', atMs: 2, reason: 'all there' };
    verification([started('ENHANCED'), proposed()])
      .when(step('resubmit-level', 'ben'))
      .then([{ type: 'verification-reopened', ...done }]);
    verification([started('ENHANCED'), proposed()])
      .when(step('refuse-level', 'ben'))
      .then([{ type: 'level-refused', ...done }]);
    expect(
      verification([started('ENHANCED'), proposed()])
        .when(step('withdraw-verification', 'ana'))
        .state(),
    ).toEqual(NEVER_VERIFIED);
  });

  it('takes every step for a reason, and none without an open verification', () => {
    for (const type of ['propose-level', 'approve-level', 'refuse-level', 'resubmit-level', 'withdraw-verification'] as const) {
      verification([]).when(step(type, 'ana')).refused('VERIFICATION_NOT_OPEN');
      verification([started('BASIC')])
        .when({ ...step(type, 'ana'), reason: '' } as VerificationCommand)
        .refused('REASON_MISSING');
    }
  });
});

describe('a level', () => {
  it('ends when its time is over, and what still stands below it stays', () => {
    const events = attained('ENHANCED');
    const state = verification(events).state;
    const at = (days: number) => levelAt(state, 0 + days * DAY_MS);
    expect([at(0), at(364), at(365), at(729), at(730), at(1_094), at(1_095)]).toEqual([
      'ENHANCED',
      'ENHANCED',
      'IDENTIFIED',
      'IDENTIFIED',
      'BASIC',
      'BASIC',
      'NONE',
    ]);
    const lapse = (days: number): VerificationCommand => ({ type: 'lapse', by: 'registry', nowMs: days * DAY_MS });
    verification(events).when(lapse(364)).then([]);
    verification(events)
      .when(lapse(365))
      .then([
        { type: 'level-lapsed', from: 'ENHANCED', to: 'IDENTIFIED', by: 'registry', atMs: 365 * DAY_MS, reason: 'Its time is over.' },
      ]);
    expect(verification(events).when(lapse(2_000)).state().attained).toEqual({});
  });

  it('is lowered for a reason, below where it is', () => {
    const lower = (level: 'NONE' | 'BASIC' | 'ENHANCED', reason = 'a lie was found'): VerificationCommand => ({
      type: 'downgrade',
      level,
      by: 'ana',
      nowMs: 5,
      reason,
    });
    const identified = verification(attained('IDENTIFIED'));
    expect(levelAt(identified.when(lower('BASIC')).state(), 6)).toBe('BASIC');
    expect(levelAt(identified.when(lower('NONE')).state(), 6)).toBe('NONE');
    identified.when(lower('ENHANCED')).refused('ALREADY_IN_THAT_STANDING');
    identified.when(lower('BASIC', '')).refused('REASON_MISSING');
  });

  const anything: fc.Arbitrary<VerificationCommand> = fc.oneof(
    fc.record({
      type: fc.constant('start-verification' as const),
      level: fc.constantFrom(...ATTAINABLE_LEVELS),
      by: person(),
      nowMs: fc.constant(0),
    }),
    ...(['propose-level', 'approve-level', 'refuse-level', 'resubmit-level', 'withdraw-verification'] as const).map((type) =>
      fc.record({ type: fc.constant(type), by: person(), nowMs: fc.constant(0), reason: fc.constant('r') }),
    ),
    fc.record({
      type: fc.constant('downgrade' as const),
      level: fc.constantFrom('NONE' as const, ...ATTAINABLE_LEVELS),
      by: person(),
      nowMs: fc.constant(0),
      reason: fc.constant('r'),
    }),
    fc.record({ type: fc.constant('lapse' as const), by: person(), nowMs: fc.constant(0) }),
  );

  it('under any history of steps: ENHANCED is never one person’s, higher levels end no later than lower ones, and time moves it down only', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, fc.integer({ min: 0, max: 200 })), { maxLength: 40 }), (steps) => {
        let state = NEVER_VERIFIED;
        let nowMs = 0;
        for (const [command, days] of steps) {
          nowMs += days * DAY_MS;
          const decision = decideVerification(state, { ...command, nowMs }, complete);
          if ('refused' in decision) continue;
          for (const event of decision.events) {
            if (event.type === 'level-attained' && event.level === 'ENHANCED') expect(event.by).not.toBe(event.proposedBy ?? event.by);
            state = evolveVerification(state, event);
          }
          const ends = ATTAINABLE_LEVELS.map((level) => state.attained[level]?.validToMs ?? 0);
          expect(ends[0]! >= ends[1]! && ends[1]! >= ends[2]!).toBe(true);
          const order = ['NONE', ...ATTAINABLE_LEVELS];
          const later = [0, 100, 400, 800, 1_200].map((more) => order.indexOf(levelAt(state, nowMs + more * DAY_MS)));
          expect(later).toEqual([...later].sort((one, other) => other - one));
        }
      }),
    ));
});

function person(): fc.Arbitrary<string> {
  return fc.constantFrom('ana', 'ben');
}

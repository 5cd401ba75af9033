import fc from 'fast-check';
import { DAY_MS } from './calendar.js';
import { type CustomerCommand, type CustomerEvent, decideCustomer, evolveCustomer } from './customer.js';
import { ABSENT_CUSTOMER, type Customer, levelStanding } from './customer-state.js';
import { machine } from './given.fixture.js';
import type { OutsideStanding } from './missing-for-level.js';
import { COMPANY, PERSON, stated } from './profile.fixture.js';
import { retainedUntil } from './retention-rules.js';

const outside: OutsideStanding = { screening: { screenedAtMs: 1, openMatches: 0, confirmedMatches: 0 }, ownership: { owners: [] } };
const customer = machine<Customer, CustomerCommand, CustomerEvent>({
  initial: ABSENT_CUSTOMER,
  decide: (state, command) => decideCustomer(state, command, { outside }),
  evolve: evolveCustomer,
});

const onboarded: CustomerEvent = { type: 'customer-onboarded', profile: COMPANY, related: false, by: 'ana', atMs: 1 };
const closed: CustomerEvent = { type: 'customer-closed', reason: 'left', by: 'ana', atMs: 5 };
const suspended: CustomerEvent = { type: 'customer-suspended', reason: 'order', by: 'ana', atMs: 5 };
const erased: CustomerEvent = { type: 'customer-erased', rule: 'aml', reason: 'asked', by: 'lea', atMs: 6 };
const done = { by: 'ana', nowMs: 10, reason: 'because' };
const change = (profile = COMPANY): CustomerCommand => ({ type: 'change-profile', profile, revalidation: 'r-1', by: 'ana', nowMs: 10 });
const attained: CustomerEvent = {
  type: 'level-attained',
  level: 'BASIC',
  rules: 'kyc-1',
  attained: { BASIC: { atMs: 2, validToMs: 1_000, reverifyFromMs: 900, rules: 'kyc-1' } },
  by: 'ana',
  atMs: 2,
  reason: 'complete',
};

describe('a customer record', () => {
  it('is onboarded once; anything else before is a mistake of the program', () => {
    customer([]).when({ type: 'onboard', profile: COMPANY, related: false, by: 'ana', nowMs: 1 }).then([onboarded]);
    customer([onboarded]).when({ type: 'onboard', profile: COMPANY, related: false, by: 'ana', nowMs: 1 }).refused('CUSTOMER_EXISTS');
    expect(() => decideCustomer(ABSENT_CUSTOMER, { type: 'close', ...done }, { outside })).toThrow('never onboarded');
  });

  it('changes by fields; without a difference nothing happened; its kind stays', () => {
    const moved = { ...COMPANY, sector: stated('film') };
    customer([onboarded])
      .when(change(moved))
      .then([{ type: 'profile-changed', profile: moved, fields: ['sector'], by: 'ana', atMs: 10 }]);
    customer([onboarded])
      .when(change({ ...COMPANY }))
      .then([]);
    customer([onboarded]).when(change(PERSON)).refused('KIND_FIXED');
  });

  it('sends a proposal back when the profile changes under it: what is approved is what was proposed', () => {
    const proposed: CustomerEvent[] = [
      { type: 'verification-started', level: 'BASIC', by: 'ana', atMs: 2 },
      { type: 'level-proposed', level: 'BASIC', by: 'ana', atMs: 3, reason: 'complete' },
    ];
    const after = customer([onboarded, ...proposed])
      .when(change({ ...COMPANY, sector: stated('film') }))
      .state();
    expect(after.verification.attempt).toEqual({ level: 'BASIC', startedBy: 'ana', startedAtMs: 2 });
  });

  it('has nobody look again at what was in view when the level was given: at its proposal, where there was one', () => {
    const ask = (knownAtMs: number, fact = 'control:e'): CustomerCommand => {
      const ground = { cause: 'CHANGED_CONTROLLER', fact, detail: 'x', atMs: knownAtMs } as const;
      return { type: 'ask-revalidation', id: 'r-2', ground, knownAtMs, by: 'registry', nowMs: 20 };
    };
    const asked = (events: CustomerEvent[], knownAtMs: number) =>
      customer([onboarded, ...events])
        .when(ask(knownAtMs))
        .state().revalidations.open !== undefined;
    expect([asked([attained], 2), asked([attained], 3), asked([], 1)]).toEqual([false, true, true]);
    const twoPeople: CustomerEvent[] = [
      { type: 'verification-started', level: 'BASIC', by: 'ana', atMs: 2 },
      { type: 'level-proposed', level: 'BASIC', by: 'ana', atMs: 3, reason: 'complete' },
      { ...attained, atMs: 5 },
    ];
    expect([asked(twoPeople, 3), asked(twoPeople, 4)]).toEqual([false, true]);
    const started: CustomerEvent = { type: 'verification-started', level: 'BASIC', by: 'ana', atMs: 9 };
    expect([asked([...twoPeople, started], 3), asked([...twoPeople, started], 4)]).toEqual([false, true]);
  });

  it('asks for re-validation when who it is changes after a level was given, and not for a telephone number', () => {
    const renamed = { ...COMPANY, names: [stated({ text: 'Other AS', kind: 'LEGAL' as const })] };
    expect(customer([onboarded, attained]).when(change(renamed)).state().revalidations.open).toMatchObject({
      id: 'r-1',
      grounds: [{ cause: 'CHANGED_IDENTITY' }],
    });
    expect(customer([onboarded]).when(change(renamed)).state().revalidations.open).toBeUndefined();
    expect(
      customer([onboarded, attained])
        .when(change({ ...COMPANY, contacts: [] }))
        .state().revalidations.open,
    ).toBeUndefined();
  });

  it('knows since when it is who it is', () => {
    expect(customer([onboarded]).state.identityChangedAtMs).toBe(1);
    expect(
      customer([onboarded])
        .when(change({ ...COMPANY, contacts: [] }))
        .state().identityChangedAtMs,
    ).toBe(1);
    expect(
      customer([onboarded])
        .when(change({ ...COMPANY, addresses: [] }))
        .state().identityChangedAtMs,
    ).toBe(10);
  });

  it('suspended takes papers and answers, but no level and no exemption; closed takes nothing but its erasure', () => {
    customer([onboarded, suspended])
      .when({ type: 'start-verification', level: 'BASIC', by: 'ana', nowMs: 10 })
      .refused('CUSTOMER_SUSPENDED');
    customer([onboarded, suspended])
      .when({ type: 'approve-level', ...done })
      .refused('CUSTOMER_SUSPENDED');
    customer([onboarded, suspended])
      .when({ type: 'grant-exemption', id: 'e', kind: 'EXEMPTION', subject: 's', evidence: [], toMs: 99, ...done })
      .refused('CUSTOMER_SUSPENDED');
    expect(
      customer([onboarded, suspended])
        .when(change({ ...COMPANY, contacts: [] }))
        .state().profile?.contacts,
    ).toEqual([]);
    customer([onboarded, suspended])
      .when({ type: 'resume', ...done })
      .then([{ type: 'customer-resumed', reason: 'because', by: 'ana', atMs: 10 }]);
    for (const command of [change(), { type: 'suspend', ...done }, { type: 'downgrade', level: 'NONE', ...done }] as CustomerCommand[])
      customer([onboarded, closed]).when(command).refused('CUSTOMER_CLOSED');
  });

  it('changes its standing for a reason, and into another one', () => {
    customer([onboarded])
      .when({ type: 'close', ...done, reason: '' })
      .refused('REASON_MISSING');
    customer([onboarded])
      .when({ type: 'resume', ...done })
      .refused('ALREADY_IN_THAT_STANDING');
    customer([onboarded, closed])
      .when({ type: 'close', ...done })
      .refused('ALREADY_IN_THAT_STANDING');
  });

  it('keeps no card number in words about a step either', () => {
    customer([onboarded])
      .when({ type: 'close', ...done, reason: 'paid with 4111 1111 1111 1111' })
      .refused('CARD_NUMBER_REFUSED');
    const declaration = { trains: 'NO', modalities: [], formats: [], sites: [], statement: '378282246310005' } as const;
    customer([onboarded]).when({ type: 'declare-intent', declaration, evidence: [], by: 'ana', nowMs: 10 }).refused('CARD_NUMBER_REFUSED');
  });

  it('is erased when it is closed and every rule of retention is over, and not a day before', () => {
    const seven = Date.UTC(1977, 0, 1) + 5;
    customer([onboarded])
      .when({ type: 'erase', ...done })
      .refused('NOT_CLOSED');
    customer([onboarded, closed])
      .when({ type: 'erase', ...done, nowMs: seven - 1 })
      .refused('RETENTION_NOT_OVER');
    customer([onboarded, closed])
      .when({ type: 'erase', ...done, nowMs: seven, reason: '' })
      .refused('REASON_MISSING');
    customer([onboarded, closed])
      .when({ type: 'erase', ...done, nowMs: seven })
      .then([{ type: 'customer-erased', rule: 'us-ca-sb1047', reason: 'because', by: 'ana', atMs: seven }]);
    const { profile, documents, intent } = customer([onboarded, closed, erased]).state;
    expect([profile, documents, intent]).toEqual([undefined, {}, { declarations: [], assessments: [] }]);
    customer([onboarded, closed, erased]).when({ type: 'lapse', by: 'registry', nowMs: 10 }).refused('CUSTOMER_ERASED');
  });

  it('keeps records as long as the longest rule says; without a rule, or with an unknown one, it does not guess', () => {
    const closing = { closedAtMs: Date.UTC(2024, 1, 29), lastRecordMs: Date.UTC(2020, 0, 1) };
    expect(retainedUntil(closing)).toEqual({ rule: 'aml', untilMs: Date.UTC(2029, 2, 1) });
    expect(retainedUntil(closing, ['us-iaas-cip'])).toEqual({ rule: 'us-iaas-cip', untilMs: Date.UTC(2026, 2, 1) });
    expect(() => retainedUntil(closing, [])).toThrow();
    expect(() => retainedUntil(closing, ['none'])).toThrow();
  });
});

/** Anybody does anything, at any time: what must hold whatever happens. */
describe('any history of a customer', () => {
  const by = fc.constantFrom('ana', 'ben');
  const reason = fc.constant('r');
  const profile = fc.constantFrom(
    COMPANY,
    { ...COMPANY, sector: stated('film') },
    { ...COMPANY, names: [stated({ text: 'Other AS', kind: 'LEGAL' as const })] },
  );
  type Untimed = CustomerCommand extends infer C ? (C extends { nowMs: number } ? Omit<C, 'nowMs'> : never) : never;
  const command: fc.Arbitrary<Untimed> = fc.oneof(
    fc.record({ type: fc.constant('change-profile' as const), profile, revalidation: fc.uuid(), by }),
    ...(['suspend', 'resume', 'close', 'erase', 'propose-level', 'approve-level', 'refuse-level', 'resubmit-level'] as const).map((type) =>
      fc.record({ type: fc.constant(type), reason, by }),
    ),
    fc.record({ type: fc.constant('start-verification' as const), level: fc.constantFrom('BASIC' as const, 'ENHANCED' as const), by }),
    fc.record({
      type: fc.constant('send-document' as const),
      id: fc.uuid(),
      kind: fc.constantFrom('REGISTRY_EXTRACT' as const, 'OWNERSHIP_STATEMENT' as const, 'SOURCE_OF_FUNDS' as const),
      sha256: fc.uuid(),
      scan: fc.constant('CLEAN' as const),
      by,
    }),
    fc.record({
      type: fc.constant('declare-intent' as const),
      declaration: fc.constant({ trains: 'NO' as const, modalities: [], formats: [], sites: [] }),
      evidence: fc.constant([]),
      by,
    }),
    fc.record({
      type: fc.constant('assess-intent' as const),
      judgement: fc.constant('DOES_NOT' as const),
      reason,
      signals: fc.constant([]),
      by,
    }),
    fc.record({ type: fc.constant('lapse' as const), by }),
  );

  it('a closed customer stays closed, an erased one has no person, a proposal is of what stands now, and ENHANCED took two people', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.integer({ min: 0, max: 100 })), { maxLength: 60 }), (steps) => {
        let state = evolveCustomer(ABSENT_CUSTOMER, onboarded);
        let nowMs = 10;
        let proposedProfile = state.profile;
        for (const [untimed, days] of steps) {
          nowMs += days * DAY_MS;
          const before = state;
          const decision = decideCustomer(state, { ...untimed, nowMs } as CustomerCommand, { outside });
          if ('refused' in decision) continue;
          for (const event of decision.events) {
            if (event.type === 'level-proposed') proposedProfile = state.profile;
            if (event.type === 'level-attained' && event.level === 'ENHANCED') {
              expect(event.proposedBy).not.toBe(event.by);
              expect(state.profile).toEqual(proposedProfile);
            }
            state = evolveCustomer(state, event);
          }
          if (before.status === 'CLOSED') expect(['CLOSED', 'ERASED']).toContain(state.status);
          if (before.status === 'CLOSED') expect(levelStanding(state, nowMs).level).toBe(levelStanding(before, nowMs).level);
          expect(state.profile === undefined).toBe(state.status === 'ERASED');
        }
      }),
      { numRuns: 300 },
    ));

  it('never forgets when its last event was, which retention counts from', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(onboarded, attained, suspended, closed), { maxLength: 10 }), (events) => {
        const state = [onboarded, ...events].reduce(evolveCustomer, ABSENT_CUSTOMER);
        expect(state.lastEventMs).toBe(Math.max(1, ...events.map(({ atMs }) => atMs)));
      }),
    ));
});

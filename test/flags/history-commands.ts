/** What may happen in a history, in small numbers: fast-check draws and shrinks these, the builder makes facts of them. */
import fc from 'fast-check';
import { BAND_IDENTITY, PLAIN } from './history-rules.js';

const place = (max: number) => fc.nat({ max });

/** Where in time use falls. AGO: hours before now. SLOT: one of a few fixed hours, so that use meets use. */
const when = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('AGO' as const), hours: fc.constantFrom(0, 1, 2, 3, 5, 24, 26, 48) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('SLOT' as const), slot: place(15) }) },
);
/** Where in time facts about identity hold: minutes are drawn too, since an hour belongs by its start. */
const instant = fc.record({ slot: place(15), minute: fc.constantFrom(0, 0, 0, 1, 30, 59) });
/** Mostly from before all use, so that much of it belongs to somebody. */
const beginning = fc.oneof({ weight: 3, arbitrary: fc.constant({ slot: 0, minute: 0 }) }, { weight: 2, arbitrary: instant });

/** TFLOP; numbers in the rules are around 100. */
const amount = fc.oneof(fc.constantFrom(0, 1, 5, 10, 20, 25, 30, 33, 34, 40, 45, 50, 60, 100, 101), fc.integer({ min: 0, max: 70 }));
const triple = fc.record({ lower: amount, more: amount, most: amount });
export type TripleDrawn = { lower: number; more: number; most: number };

const share = fc.constantFrom<[number, number]>([1, 4], [249, 1000], [1, 3], [1, 2], [51, 100], [2, 3], [1, 1]);

const rows = fc.array(
  fc.record({ account: place(4), cluster: place(2), accelerator: place(1), when, triple, accelerators: fc.constantFrom(1, 1, 1, 2, 3) }),
  { minLength: 1, maxLength: 4 },
);

export const usageCommand = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('post' as const), rows }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('correct' as const), cell: place(30), triple, accelerators: fc.constantFrom(0, 1, 2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ type: fc.constant('daily' as const), account: place(4), days: fc.integer({ min: 2, max: 10 }) },
      ...{ perDay: fc.constantFrom(1, 2, 3, 5, 8, 14), skip: fc.constantFrom(0, 2, 3) },
    }),
  },
  // Six-fold growth wants much at once.
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('surge' as const),
      account: place(4),
      hoursAgo: fc.constantFrom(0, 1, 30),
      amount: fc.constantFrom(250, 600),
    }),
  },
);

const link = fc.record({
  ...{ type: fc.constant('link' as const), account: place(4), customer: place(4), from: beginning },
  to: fc.option(instant, { nil: undefined, freq: 4 }),
});

const control = fc.record({
  ...{ type: fc.constant('control' as const), owner: place(5), owned: place(5), share, from: beginning },
  kind: fc.constantFrom('SHARES' as const, 'SHARES' as const, 'VOTES' as const, 'BOARD' as const, 'TRUST' as const),
  to: fc.option(instant, { nil: undefined, freq: 3 }),
});

export const identityCommand = fc.oneof(
  { weight: 8, arbitrary: link },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('unlink' as const), link: place(8), at: instant, isWhole: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('transfer' as const), link: place(8), customer: place(4), at: instant }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('resolve' as const), customer: place(5), party: place(3) }) },
  { weight: 7, arbitrary: control },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('endControl' as const), edge: place(6), at: instant }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ type: fc.constant('verify' as const), customer: place(5), level: place(3) },
      ...{ validHours: fc.constantFrom(undefined, 1, 24, 24 * 40), isBackdated: fc.boolean() },
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      ...{ type: fc.constant('status' as const), customer: place(5) },
      status: fc.constantFrom('SUSPENDED' as const, 'SUSPENDED' as const, 'ACTIVE' as const, 'CLOSED' as const),
      isBackdated: fc.boolean(),
    }),
  },
  // Suspended for some time that is over: what was used in it is found at once.
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('suspendFor' as const), customer: place(5), from: instant, to: instant }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ type: fc.constant('intend' as const), customer: place(5), trains: fc.constantFrom('YES' as const, 'NO' as const) },
      modalities: fc.constantFrom<string[]>(['TEXT'], ['AUDIO'], ['AUDIO', 'TEXT'], []),
      compute: fc.constantFrom(undefined, 10, 60, 200),
      ...{ fromDay: fc.integer({ min: -5, max: 5 }), days: fc.integer({ min: 1, max: 20 }) },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('attest' as const),
      customer: place(5),
      hours: fc.constantFrom(1, 24, 24 * 90),
      ago: place(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('endAttestation' as const), attestation: place(3) }) },
);

export const otherCommand = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ type: fc.constant('register' as const), cluster: place(2), accelerators: fc.constantFrom(1, 2, 3, 5) },
      interconnectGbps: fc.constantFrom(0, 100, 400),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ type: fc.constant('rule' as const), rule: place(20) },
      state: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'TRIAL' as const, 'RETIRED' as const),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      ...{ type: fc.constant('evaluate' as const), kind: fc.constantFrom('customer' as const, 'party' as const, 'group' as const) },
      ...{ which: place(5), at: fc.option(instant, { nil: undefined, freq: 4 }) },
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('tick' as const) }) },
);

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type UsageCommand = Drawn<typeof usageCommand>;
export type IdentityCommand = Drawn<typeof identityCommand>;
export type OtherCommand = Drawn<typeof otherCommand>;
export type WhenDrawn = Drawn<typeof when>;
export type InstantDrawn = Drawn<typeof instant>;

/** Milliseconds that pass before a step: mostly little, sometimes hours, days, months. */
const pause = fc.constantFrom(
  ...[1, 1, 60_000, 600_000, 3_600_000, 3_600_000, 5 * 3_600_000],
  ...[24, 24, 24 * 3, 24 * 8, 24 * 31, 24 * 95, 24 * 200].map((h) => h * 3_600_000),
);
const repeats = fc.constantFrom(
  'NEVER' as const,
  'NEVER' as const,
  'NEVER' as const,
  'NEVER' as const,
  'AT_ONCE' as const,
  'LATER' as const,
);

/** Who has which account, and who owns whom, as things begin; histories change it. */
const firstFacts = fc
  .tuple(fc.array(link, { minLength: 3, maxLength: 6, size: 'max' }), fc.array(control, { maxLength: 3, size: 'max' }))
  .map(([links, controls]) => [...links, ...controls]);

export const stepDrawn = fc.record({
  pause,
  repeats,
  commands: fc.oneof(
    { weight: 5, arbitrary: fc.array(usageCommand, { minLength: 1, maxLength: 2 }) },
    { weight: 7, arbitrary: fc.array(identityCommand, { minLength: 1, maxLength: 5, size: 'max' }) },
    { weight: 4, arbitrary: fc.array(otherCommand, { minLength: 1, maxLength: 1 }) },
  ),
});
export type StepDrawn = Drawn<typeof stepDrawn>;

const quickly = (commands: StepDrawn['commands']): StepDrawn => ({ pause: 60_000, repeats: 'NEVER', commands });
const row = (account: number, slot: number, more: number) => ({
  ...{
    account,
    cluster: 0,
    accelerator: 0,
    when: { type: 'SLOT' as const, slot },
    triple: { lower: 0, more, most: 0 },
    accelerators: 1 as const,
  },
});
const linkedTo = (account: number, customer: number) =>
  quickly([{ type: 'link', account, customer, from: { slot: 0, minute: 0 }, to: undefined }]);

/** What takes several things in a row, and would hardly ever come about by chance. */
const scene: fc.Arbitrary<StepDrawn[]> = fc.oneof(
  // Six-fold since the evaluation, of a customer, its party or a group over it.
  fc
    .record({
      account: place(4),
      customer: place(4),
      kind: fc.constantFrom('customer' as const, 'party' as const, 'group' as const),
      control,
    })
    .map(({ account, customer, kind, control: over }) => [
      linkedTo(account, customer),
      quickly([{ ...over, owned: customer, kind: 'BOARD' }]),
      quickly([{ type: 'post', rows: [row(account, 2, 30)] }]),
      quickly([{ type: 'evaluate', kind, which: -1, at: { slot: 5, minute: 30 } }]),
      quickly([{ type: 'surge', account, hoursAgo: 1, amount: 600 }]),
    ]),
  // A run that goes on day by day, under somebody, soon to pass the number, by another rule on trial too; then it may stop.
  fc
    .record({
      ...{ account: place(4), customer: place(4), control, perDay: fc.constantFrom(8, 14, 15, 30), days: fc.integer({ min: 3, max: 6 }) },
      idleDays: fc.constantFrom(0, 8),
    })
    .map(({ account, customer, control: over, perDay, days, idleDays }) => [
      linkedTo(account, customer),
      quickly([{ ...over, owned: customer, kind: 'BOARD', to: undefined }]),
      quickly([{ type: 'rule', rule: 0, state: 'TRIAL' }]),
      quickly([{ type: 'daily', account, days, perDay: perDay as 8, skip: 0 }]),
      ...Array.from({ length: idleDays }, () => ({ ...quickly([{ type: 'tick' }]), pause: 24 * 3_600_000 })),
    ]),
  // Two orders, and use after each.
  fc
    .record({ account: place(4), customer: place(4), who: place(5), last: fc.constantFrom(9, 10) })
    .map(({ account, customer, who, last }) => [
      linkedTo(account, customer),
      quickly([
        { type: 'suspendFor', customer: who, from: { slot: 0, minute: 0 }, to: { slot: 3, minute: 1 } },
        { type: 'suspendFor', customer: who, from: { slot: 7, minute: 59 }, to: { slot: 11, minute: 0 } },
      ]),
      quickly([{ type: 'post', rows: [row(account, 1, 5), row(account, last, 5)] }]),
    ]),
);

/**
 * Places of the rules that hold from the beginning: all of them, or few. With few, nearly nothing has to be judged again after use, and the
 * engine must not miss what has.
 */
const firstRules = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.array(place(14), { minLength: 1, maxLength: 3 }) },
);

const anyHistory = fc.record({
  rules: firstRules,
  first: firstFacts,
  steps: fc
    .array(fc.oneof({ weight: 14, arbitrary: stepDrawn.map((one) => [one]) }, { weight: 1, arbitrary: scene }), {
      ...{ minLength: 3, maxLength: 16, size: 'max' },
    })
    .map((steps) => steps.flat()),
});
/** Use that lands on a number exactly, with nothing else that would have anything judged: whether a range is closed at its end shows here. */
const edgeHistory = fc.record({
  rules: fc.constantFrom([PLAIN], [BAND_IDENTITY], [PLAIN, BAND_IDENTITY]),
  first: firstFacts,
  steps: fc.array(
    fc
      .record({ account: place(4), slot: place(15), amount: fc.constantFrom(1, 19, 20, 21, 39, 40, 41, 59, 60, 61) })
      .map(({ account, slot, amount: more }) => quickly([{ type: 'post', rows: [row(account, slot, more)] }])),
    { minLength: 2, maxLength: 8, size: 'max' },
  ),
});

export const historyDrawn = fc.oneof({ weight: 5, arbitrary: anyHistory }, { weight: 1, arbitrary: edgeHistory });
export type HistoryDrawn = Drawn<typeof historyDrawn>;

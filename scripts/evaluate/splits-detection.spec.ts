import fc from 'fast-check';
import type { CsvRow } from './csv-rows.js';
import { readScenario, type SplitScenario } from './splits-data.js';
import { detect, PASSES_NOTHING, type SplitFigures } from './splits-detection.js';
import { FORMS, type Form, viewOf } from './splits-forms.js';
import { hidingIn } from './splits-hiding.js';
import { summaryOfSplits } from './splits-report.js';
import { UseMeter } from './use-meter.js';

/** 48 A100 at 40 % for 548 days: 2.836e23 FLOP a node. */
const ROW: CsvRow = {
  nodes: '4',
  gpus_per_node: '48',
  gpu: 'NVIDIA A100 SXM4 80 GB',
  days: '548',
  mfu: '0.40',
  raw_flop_per_node: '2.836e23',
};
const scenarioOf = (changes: CsvRow = {}): SplitScenario => {
  const scenario = readScenario({ ...ROW, ...changes });
  if ('reason' in scenario) throw new Error(scenario.reason);
  return scenario;
};
const meter = new UseMeter();
const byForm = (figures: readonly SplitFigures[]) =>
  Object.fromEntries(figures.map((one) => [one.form, one])) as Record<Form, SplitFigures>;

describe('a scenario of a split run', () => {
  it('says what its nodes execute, by the table or by utilisation', () => {
    expect(Number(scenarioOf().rawFlop) / 4).toBeCloseTo(2.836e23, -20);
    const worked = Number(scenarioOf({ raw_flop_per_node: '' }).rawFlop) / 4;
    expect(worked / 2.836e23).toBeCloseTo(1, 3);
  });

  it.each([
    [{ nodes: '' }, 'no number of nodes'],
    [{ nodes: '2.5' }, 'a part of a node'],
    [{ days: '1e9' }, 'no days'],
    [{ gpu: 'Abacus 9' }, 'does not know'],
    [{ raw_flop_per_node: '', mfu: '' }, 'neither FLOP'],
  ])('or why it cannot be fed: %j', (changes, reason) =>
    expect(readScenario({ ...ROW, ...(changes as CsvRow) })).toMatchObject({ reason: expect.stringMatching(reason) }),
  );
});

describe('a run split over four nodes', () => {
  const found = byForm(detect(scenarioOf(), FORMS, meter));
  const probable = (form: Form) => found[form].numbers.at(-1)?.tiers.PROBABLE;

  it('is flagged at whatever ties the nodes, all on the same day', () => {
    // 0.35 instead of 0.40 of the peak: expected passes 1e23 when 1.143e23 are done, a tenth of 1.134e24.
    for (const form of ['ONE_ACCOUNT', 'ONE_CUSTOMER', 'ONE_CONTROLLER', 'ONE_CLUSTER'] as const) {
      expect(found[form]).toMatchObject({ isCaught: true, numbers: [{ number: '1e23' }] });
      expect(probable(form)).toMatchObject({ day: 56, knownDay: 56 });
      expect(probable(form)!.overshoot).toBeCloseTo(0.4 / 0.35 - 1, 2);
      expect(probable(form)!.shareDone).toBeCloseTo(0.1008, 3);
    }
    expect(FORMS.map((form) => found[form].scope)).toEqual([
      'account',
      'customer',
      'group',
      'group',
      'group',
      'cluster',
      undefined,
      undefined,
    ]);
  });

  it('is foretold about a month before', () => expect(found.ONE_CONTROLLER.numbers[0]!.projected).toEqual({ day: 26, leadDays: 29 }));

  it('is flagged at its true day when the ties are found at the end, and told then', () => {
    expect(probable('FOUND_AT_THE_END')).toMatchObject({ day: 56, knownDay: 548, shareDone: 1 });
    expect(found.FOUND_AT_THE_END.numbers[0]!.projected).toBeUndefined();
  });

  it('is flagged half as fast where half of it is tied', () => expect(probable('HALF_FOUND')).toMatchObject({ day: 111 }));

  it('is not observable as one where nothing ties the nodes, and each is asked who it is', () => {
    expect(found.STRANGERS).toMatchObject({ isCaught: false, why: expect.stringMatching('nobody ties'), numbers: [{ tiers: {} }] });
    expect(found.STRANGERS.node).toMatchObject({ asked: { band: '1e22', day: 23 }, crossings: [{ number: '1e23', day: 221 }] });
    expect(found.OFF_PLATFORM).toMatchObject({ isCaught: false, node: undefined, why: 'what nobody reports is not counted' });
  });

  it('asks more of a customer that is only identified', () => expect(found.ONE_CUSTOMER.node!.asked).toEqual({ band: '1e23/3', day: 74 }));
});

describe('any split', () => {
  const anySplit = fc.record({
    nodes: fc.integer({ min: 1, max: 12 }),
    gpus: fc.integer({ min: 1, max: 30_000 }),
    days: fc.integer({ min: 1, max: 40 }),
  });

  it('is flagged at what ties its nodes as if it were in one piece', () => {
    let flagged = 0;
    fc.assert(
      fc.property(anySplit, ({ nodes, gpus, days }) => {
        const sizes = { nodes: `${nodes}`, gpus_per_node: `${gpus}`, days: `${days}`, raw_flop_per_node: '' };
        const [one, ...others] = detect(scenarioOf(sizes), ['ONE_ACCOUNT', 'ONE_CUSTOMER', 'ONE_CONTROLLER', 'ONE_CLUSTER'], meter);
        flagged += one!.numbers.length;
        for (const { numbers } of others) expect(numbers).toEqual(one!.numbers);
      }),
      { numRuns: 40 },
    );
    expect(flagged).toBeGreaterThan(10);
  });
});

describe('a run that passes no number', () => {
  const small = detect(scenarioOf({ nodes: '1', raw_flop_per_node: '5e22', days: '90' }), FORMS, meter);

  it('is neither caught nor missed', () => {
    for (const figures of small) expect(figures).toMatchObject({ isCaught: false, numbers: [], why: PASSES_NOTHING });
    expect(summaryOfSplits(small.map((figures) => ({ scenario: scenarioOf(), figures })))).toEqual([]);
  });
});

describe('ties', () => {
  it('found at the end were not known before it', () => {
    const { identity, whole } = viewOf('FOUND_AT_THE_END', 3, 5000);
    expect(identity.attribution.spansOf(whole!)).toHaveLength(3);
    expect(identity.attribution.spansOf(whole!, 4999)).toHaveLength(0);
  });

  it('hold one node to be its own whole', () => expect(viewOf('STRANGERS', 1, 5000).whole).toMatchObject({ kind: 'account' }));
});

describe('a run that hides', () => {
  it('needs more accounts than its expected total holds bands', () => {
    // 4 x 2.4815e23 expected; each account below 1e22.
    expect(hidingIn(scenarioOf(), meter)).toMatchObject({ band: '1e22', accounts: 100 });
  });
});

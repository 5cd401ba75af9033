import { type CsvRow, parseCsv } from './csv-rows.js';
import { type PublishedRun, readRun, TAUGHT } from './runs-data.js';
import { figuresOf, type RunFigures } from './runs-figures.js';
import { isWithinTwice, median, summaryOf } from './runs-summary.js';
import { UseMeter } from './use-meter.js';

/** 1,000 A100 for 100 hours: 100,000 chip-hours, 1.1232e23 FLOP at the BF16 peak of 312 TFLOP/s. */
const ROW: CsvRow = {
  model: 'Run',
  training_flop: '4e22',
  hardware: 'NVIDIA A100',
  hardware_quantity: '1000',
  training_hours: '100',
  chip_hours: '100000',
};
const runOf = (changes: CsvRow = {}): PublishedRun => {
  const run = readRun({ ...ROW, ...changes });
  if ('reason' in run) throw new Error(run.reason);
  return run;
};
const reasonOf = (changes: CsvRow): string | undefined => {
  const run = readRun({ ...ROW, ...changes });
  return 'reason' in run ? run.reason : undefined;
};
const meter = new UseMeter();
const judged = (changes?: CsvRow): RunFigures => figuresOf(runOf(changes), meter);
const at = ({ flags }: RunFigures, number: string) => flags.find((flag) => flag.number === number)!;

describe('a published run is read', () => {
  it('with any two of chips, hours and chip-hours', () => {
    for (const missing of ['hardware_quantity', 'training_hours', 'chip_hours']) {
      expect(runOf({ [missing]: '' })).toMatchObject({ hardware: [{ count: 1000 }], durationMs: 100 * 3_600_000, notes: [] });
    }
  });

  it('by chip-hours where the three disagree, and with chip-hours alone', () => {
    expect(runOf({ chip_hours: '50000' })).toMatchObject({
      durationMs: 50 * 3_600_000,
      notes: ['chips x hours is not chip-hours: fed by chip-hours'],
    });
    expect(runOf({ hardware_quantity: '', training_hours: '' })).toMatchObject({
      hardware: [{ count: 1 }],
      durationMs: 100_000 * 3_600_000,
    });
  });

  it('on several kinds of accelerators, as many of each', () => {
    const { hardware } = runOf({ hardware: 'NVIDIA A100,NVIDIA Tesla V100 SXM2', hardware_quantity: '7', chip_hours: '700' });
    expect(hardware.map(({ count }) => count)).toEqual([4, 3]);
    expect(new Set(hardware.map(({ entry }) => entry.model)).size).toBe(2);
  });

  it("on an accelerator that the catalogue does not know, by the table's own peak", () => {
    const run = runOf({ hardware: 'Abacus 9', peak_flops_per_chip: '2e12' });
    expect(run).toMatchObject({ hardware: [{ entry: { model: 'Abacus 9', peaksGflops: { BF16: 2000 } } }], notes: [TAUGHT] });
    expect(reasonOf({ hardware: 'Abacus 9' })).toMatch('would be held');
  });

  it.each([
    [{ training_flop: '' }, 'no published FLOP'],
    [{ training_flop: 'lots' }, 'no published FLOP'],
    [{ hardware: '' }, 'no hardware named'],
    [{ training_hours: '', chip_hours: '' }, 'no hours'],
    [{ hardware_quantity: '', chip_hours: 'nan' }, 'no number of chips'],
    [{ hardware_quantity: '1', training_hours: '1e9', chip_hours: '' }, '1000000000 hours on end: more than a century'],
  ])('or not, and why: %j', (changes, reason) => expect(reasonOf(changes as CsvRow)).toBe(reason));

  it('with its utilisation, where that says something', () => {
    expect(runOf({ utilization: '0.4', utilization_kind: 'MFU', numerical_format: 'BF16' }).told).toEqual({
      kind: 5,
      ppm: 400_000,
      format: 3,
    });
    expect(runOf({ utilization: '40 %', utilization_kind: 'HFU', numerical_format: 'FP32' })).toMatchObject({
      told: { kind: 4, format: 0 },
    });
    expect(runOf({ utilization: '0.4', utilization_kind: 'guess' })).toMatchObject({
      told: undefined,
      notes: ['utilisation of the kind guess: left out'],
    });
    expect(runOf({ numerical_format: 'FP8' }).told).toBeUndefined();
  });
});

describe('a run that is fed', () => {
  it('is metered as by hand: a share of 0.35 of the BF16 peak, at most the widest peak', () => {
    const seconds = 100_000n * 3600n;
    expect(judged()).toMatchObject({
      lower: 0n,
      expected: (seconds * 312n * 10n ** 12n * 35n) / 100n,
      upper: seconds * 624n * 10n ** 12n,
      isPossible: true,
      isWithinBounds: true,
    });
  });

  it('by a utilisation that is told', () => {
    const { ratio, ratioTold } = judged({ utilization: '0.5', utilization_kind: 'MFU', numerical_format: 'BF16' });
    expect(ratioTold! / ratio).toBeCloseTo(0.5 / 0.35, 6);
    expect(judged().ratioTold).toBeUndefined();
  });

  it('is bounded on both sides had the provider measured it', () => {
    // Five points of 0.5 either way; the narrowest format in training of an A100 is TF32 at 156, the widest INT8 at 624.
    const { measured } = judged({ utilization: '0.5', utilization_kind: 'MFU', numerical_format: 'BF16' });
    const seconds = 100_000n * 3600n * 10n ** 12n;
    expect(measured).toMatchObject({ lower: (seconds * 156n * 45n) / 100n, upper: (seconds * 624n * 55n) / 100n, certainAt: [] });
    const larger = judged({
      training_flop: '1.6e23',
      hardware_quantity: '4000',
      chip_hours: '',
      utilization: '0.5',
      utilization_kind: 'HFU',
    });
    expect(larger.measured).toMatchObject({ isWithinBounds: true, certainAt: ['1e23'] });
    expect(larger.flags[0]!.moments.CERTAIN).toBeUndefined();
    expect(summaryOf([larger]).byNumber[0]).toMatchObject({ measured: 1, measuredCertain: 1, measuredCertainUnpassed: 0 });
    expect(judged().measured).toBeUndefined();
  });

  it('is not possible beyond what its chip-hours can do', () => {
    expect(judged({ training_flop: '2e23', flop_peak_ceiling: '1.1232e23' })).toMatchObject({ isPossible: false, isWithinBounds: true });
    expect(judged({ training_flop: '3e23' })).toMatchObject({ isPossible: false, isWithinBounds: false });
  });

  it('has its overshoot at the moment when expected crossed', () => {
    // Ten times the hours: 3.93e23 expected, so that 1e23 is passed after 25.4 % of the time, when a published 8e23 has reached 2.03e23.
    const figures = judged({ training_flop: '8e23', training_hours: '1000', chip_hours: '1000000' });
    expect(at(figures, '1e23').shareDone).toBeCloseTo(1 / 3.9312, 3);
    expect(at(figures, '1e23').overshoot).toBeCloseTo(8 / 3.9312 - 1, 2);
    expect(Object.keys(at(figures, '1e23').moments)).toEqual(['POSSIBLE', 'PROBABLE']);
    expect(at(figures, '1e25')).toMatchObject({ isPassed: false, moments: {} });
  });

  it('has none where the published figure never passes', () => {
    const figures = judged({ training_hours: '1000', chip_hours: '1000000' });
    expect(at(figures, '1e23')).toMatchObject({ isPassed: false, moments: { PROBABLE: expect.anything() } });
    expect(at(figures, '1e23').overshoot).toBeUndefined();
  });
});

describe('the summary of runs', () => {
  const rows = parseCsv(
    Buffer.from(
      [
        'model,training_flop,hardware,hardware_quantity,training_hours,flop_peak_ceiling',
        'good,4e22,NVIDIA A100,1000,100,',
        'twice,1.9e22,NVIDIA A100,1000,100,',
        'far,1.2e22,NVIDIA A100,1000,100,',
        'small and far,9e21,NVIDIA A100,1000,100,',
        'impossible,9e23,NVIDIA A100,1000,100,',
        'beyond the upper,2.3e23,NVIDIA A100,1000,100,1e24',
      ].join('\n'),
    ),
  );
  const summary = summaryOf(rows.map((row) => figuresOf(readRun(row) as PublishedRun, meter)));

  it('counts the possible ones alone', () => {
    expect(summary).toMatchObject({
      fed: 6,
      possible: 5,
      withinBounds: 4 / 5,
      large: 4,
      largeWithinTwice: 1,
      withinTwice: 1 / 4,
      from1e23: 1,
    });
  });

  it('is null of nothing', () => expect(summaryOf([])).toMatchObject({ withinBounds: null, withinTwice: null, byNumber: [] }));

  it('takes exactly twice as within', () => {
    const run = runOf({ training_flop: '10' });
    expect([20n, 21n, 5n, 4n].map((expected) => isWithinTwice({ run, expected }))).toEqual([true, false, true, false]);
  });

  it('has the middle, or the mean of the two', () => expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, null]));
});

import { type Graded, peaksFor, tflopOf } from './metering-formula.js';

const H100 = { fp64t: 66_900n, tf32: 494_700n, bf16: 989_400n, fp8: 1_978_900n, int8: 1_978_900n };
const V100 = { bf16: 125_000n };
const INT8_ONLY = { int8: 92_000n };
const HOUR = 3_600_000n;
const TENSOR_ACTIVE = 3;
const graded = (over: Partial<Graded>): Graded => ({ kind: 0, ppm: 0, format: 0, evidence: 0, workload: 0, workloadEvidence: 0, ...over });

describe('the closed formula', () => {
  it('counts an allocated hour between nothing and the widest peak, 0.35 of BF16 expected', () => {
    // 3,600 s x 125 TFLOP/s = 450,000 TFLOP at full use.
    expect(tflopOf(HOUR, V100, graded({}))).toEqual({ lower: 0n, expected: 157_500n, upper: 450_000n });
  });

  it('takes the margin and the clock off the lower total of tensor activity', () => {
    // v = 0.4: lower (0.28 - 0.05) x 494.7 x 3,600 = 409,611.6; expected 0.4 x 989.4 x 3,600; upper 0.45 x 1,978.9 x 3,600.
    const record = graded({ kind: TENSOR_ACTIVE, ppm: 400_000, evidence: 2 });
    expect(tflopOf(HOUR, H100, record)).toEqual({ lower: 409_611n, expected: 1_424_736n, upper: 3_205_818n });
  });

  it('rounds lower down, upper up and expected to nearest with ties up', () => {
    // One millisecond of 1 GFLOP/s at v = 1: 1e-6 TFLOP; half a TFLOP takes 500,000 of them.
    const one = { bf16: 1n };
    const full = graded({ kind: 4, ppm: 1_000_000, evidence: 2 });
    expect(tflopOf(1n, one, full)).toEqual({ lower: 0n, expected: 0n, upper: 1n });
    expect(tflopOf(500_000n, one, full).expected).toBe(1n);
    expect(tflopOf(499_999n, one, full).expected).toBe(0n);
  });

  it('believes an inference label only as far as its evidence, and never in the upper total', () => {
    const inference = (workloadEvidence: number) =>
      tflopOf(HOUR, V100, graded({ kind: 4, ppm: 500_000, evidence: 2, workload: 2, workloadEvidence }));
    expect(inference(0)).toEqual({ lower: 0n, expected: 225_000n, upper: 247_500n });
    expect(inference(2)).toEqual({ lower: 0n, expected: 22_500n, upper: 247_500n });
    expect(inference(3)).toEqual({ lower: 0n, expected: 0n, upper: 247_500n });
  });

  it('is wide open with evidence below telemetry', () => {
    expect(tflopOf(HOUR, V100, graded({ kind: 4, ppm: 500_000, evidence: 1 }))).toEqual({ lower: 0n, expected: 225_000n, upper: 450_000n });
  });
});

describe('peaks', () => {
  it('lower: the smallest plausible, upper: the widest, expected: as said', () => {
    expect(peaksFor(H100, graded({ kind: TENSOR_ACTIVE, format: 5, evidence: 2 }))).toMatchObject({
      lower: 494_700n,
      expected: 1_978_900n,
      upper: 1_978_900n,
    });
  });

  it('an attested format is the peak of all three', () => {
    expect(peaksFor(H100, graded({ kind: TENSOR_ACTIVE, format: 3, evidence: 3 }))).toMatchObject({
      lower: 989_400n,
      expected: 989_400n,
      upper: 989_400n,
    });
  });

  it('expected never passes upper', () => {
    expect(peaksFor(H100, graded({ kind: 1, format: 1, evidence: 3 }))).toMatchObject({
      lower: 66_900n,
      expected: 66_900n,
      upper: 66_900n,
    });
  });

  it('a format that the model lacks is read as BF16, and no longer attested', () => {
    expect(peaksFor(V100, graded({ kind: 4, format: 5, evidence: 3 }))).toEqual({
      lower: 125_000n,
      expected: 125_000n,
      upper: 125_000n,
      evidence: 2,
      unsupported: true,
    });
  });

  it('without a 16-bit peak the widest 8-bit one stands in', () => {
    expect(peaksFor(INT8_ONLY, graded({}))).toMatchObject({ expected: 92_000n, upper: 92_000n });
  });
});

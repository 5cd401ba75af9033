import { grade } from '../usage/record-columns.js';
import { meterSlot } from './meter-slot.js';
import { CURRENT_METERING_POLICY, METERING_POLICIES, METERING_POLICY_V1, meteringPolicy } from './metering-policy.js';
import { slotOf } from './metering-records.fixture.js';
import { SlotMeter } from './slot-meter.js';

/** One accelerator for one hour at 125 TFLOP/s: 450,000 TFLOP at full use. */
const HOUR = 3_600_000;
const V100 = { BF16: 125_000 };
const NONE = 0;
const GPU_UTIL = 1;
const SM_ACTIVE = 2;
const TENSOR_ACTIVE = 3;
const OFU = 4;
const MFU_REPORTED = 5;
const [DECLARED, BILLED, TELEMETRY, ATTESTED] = [0, 1, 2, 3] as const;
const INFERENCE = 2;

describe('the metering formula, worked by hand', () => {
  it.each([
    ['OFU by telemetry: half, five points either way', grade(OFU, 0, TELEMETRY, 0, 0), 500_000, [202_500n, 225_000n, 247_500n]],
    ['OFU below the margin and near the top', grade(OFU, 0, TELEMETRY, 0, 0), 20_000, [0n, 9_000n, 31_500n]],
    ['OFU at the top', grade(OFU, 0, ATTESTED, 0, 0), 1_000_000, [427_500n, 450_000n, 450_000n]],
    [
      'tensor activity: the clock may be at seven tenths',
      grade(TENSOR_ACTIVE, 0, TELEMETRY, 0, 0),
      500_000,
      [135_000n, 225_000n, 247_500n],
    ],
    ['tensor activity below what the clock could hide', grade(TENSOR_ACTIVE, 0, TELEMETRY, 0, 0), 71_428, [0n, 32_143n, 54_643n]],
    ['a reported MFU bounds nothing', grade(MFU_REPORTED, 0, TELEMETRY, 0, 0), 500_000, [0n, 225_000n, 450_000n]],
    ['busy multiprocessors: the prior of it', grade(SM_ACTIVE, 0, TELEMETRY, 0, 0), 500_000, [0n, 78_750n, 247_500n]],
    ['a busy device: the prior of it', grade(GPU_UTIL, 0, TELEMETRY, 0, 0), 1_000_000, [0n, 157_500n, 450_000n]],
    ['allocated only', grade(NONE, 0, DECLARED, 0, 0), 0, [0n, 157_500n, 450_000n]],
    ['what the bill says is no bound', grade(OFU, 0, BILLED, 0, 0), 500_000, [0n, 225_000n, 450_000n]],
    ['inference as declared', grade(OFU, 0, TELEMETRY, INFERENCE, DECLARED), 500_000, [0n, 225_000n, 247_500n]],
    ['inference by telemetry', grade(OFU, 0, TELEMETRY, INFERENCE, TELEMETRY), 500_000, [0n, 22_500n, 247_500n]],
    ['inference attested', grade(OFU, 0, TELEMETRY, INFERENCE, ATTESTED), 500_000, [0n, 0n, 247_500n]],
    ['training attested', grade(OFU, 0, TELEMETRY, 1, ATTESTED), 500_000, [202_500n, 225_000n, 247_500n]],
  ])('%s', (_, g, ppm, [lower, expected, upper]) => {
    const totals = { lower, expected, upper };
    expect(meterSlot(METERING_POLICY_V1, V100, slotOf(g, ppm, HOUR))).toEqual(totals);
    const meter = new SlotMeter(METERING_POLICY_V1);
    meter.prepare(V100, g, ppm);
    expect({ lower: BigInt(meter.lower(HOUR)), expected: BigInt(meter.expected(HOUR)), upper: BigInt(meter.upper(HOUR)) }).toEqual(totals);
  });

  it('rounds down, to nearest with ties up, and up', () => {
    const g = grade(OFU, 0, TELEMETRY, 0, 0);
    expect(meterSlot(METERING_POLICY_V1, { BF16: 1 }, slotOf(g, 500_000, 1_000_000))).toEqual({ lower: 0n, expected: 1n, upper: 1n });
    expect(meterSlot(METERING_POLICY_V1, { BF16: 1 }, slotOf(g, 499_999, 1_000_000))).toEqual({ lower: 0n, expected: 0n, upper: 1n });
  });

  it('carries products of more than 64 bits', () => {
    const g = grade(NONE, 0, DECLARED, 0, 0);
    expect(meterSlot(METERING_POLICY_V1, { BF16: 2_500_000, FP4: 10_000_000 }, slotOf(g, 0, 3_600_000_000_000))).toEqual({
      lower: 0n,
      expected: 3_150_000_000_000n,
      upper: 36_000_000_000_000n,
    });
  });
});

describe('metering policies', () => {
  it('are numbered from 1 without gaps, and the last is in use', () => {
    expect(METERING_POLICIES.map((policy) => policy.version)).toEqual(METERING_POLICIES.map((_, i) => i + 1));
    expect(CURRENT_METERING_POLICY).toBe(METERING_POLICIES.at(-1));
    expect(meteringPolicy(1)).toBe(METERING_POLICY_V1);
    expect(meteringPolicy(0)).toBeUndefined();
  });
});

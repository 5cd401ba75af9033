import { Evidence, NumberFormat, UtilisationKind } from '../usage/record-columns.js';
import { MeteringFinding, meteringFindingNames } from './metering-finding.js';
import { selectPeaks } from './peak-selection.js';

const HOPPER = { FP64T: 66_900, TF32: 494_700, BF16: 989_400, FP8: 1_978_900, INT8: 1_978_900 };
const BLACKWELL = { TF32: 1_125_000, BF16: 2_250_000, FP8: 4_500_000, INT8: 4_500_000, FP4: 9_000_000 };
const VOLTA = { BF16: 125_000 };
const AMPERE = { FP64T: 19_500, TF32: 156_000, BF16: 312_000, INT8: 624_000 };
const { OFU, NONE, GPU_UTIL, MFU_REPORTED } = UtilisationKind;
const { TELEMETRY, ATTESTED, DECLARED } = Evidence;

describe('selectPeaks', () => {
  it('uses the format of the record for expected where the value is a share of it, else BF16', () => {
    expect(selectPeaks(HOPPER, OFU, NumberFormat.FP8, TELEMETRY).expected).toBe(1_978_900);
    expect(selectPeaks(HOPPER, MFU_REPORTED, NumberFormat.UNSPECIFIED, DECLARED).expected).toBe(989_400);
    expect(selectPeaks(HOPPER, GPU_UTIL, NumberFormat.FP8, TELEMETRY).expected).toBe(989_400);
    expect(selectPeaks(HOPPER, NONE, NumberFormat.FP8, TELEMETRY).expected).toBe(989_400);
    expect(selectPeaks(HOPPER, OFU, NumberFormat.FP16, TELEMETRY).expected).toBe(989_400);
  });

  it('bounds with the widest format, FP4 included, and the narrowest that training uses', () => {
    expect(selectPeaks(BLACKWELL, OFU, NumberFormat.BF16, TELEMETRY)).toMatchObject({ lower: 1_125_000, upper: 9_000_000 });
    expect(selectPeaks(VOLTA, NONE, NumberFormat.UNSPECIFIED, DECLARED)).toMatchObject({
      lower: 125_000,
      expected: 125_000,
      upper: 125_000,
    });
  });

  it('takes the slowest of every format that training uses for the lower total, integers too', () => {
    const ultra = { TF32: 1_125_000, BF16: 2_250_000, FP8: 4_500_000, INT8: 157_500 };
    expect(selectPeaks(ultra, OFU, NumberFormat.BF16, TELEMETRY).lower).toBe(157_500);
    expect(selectPeaks({ BF16: 100, FP8: 50 }, OFU, NumberFormat.BF16, TELEMETRY).lower).toBe(50);
    expect(selectPeaks({ BF16: 100, FP4: 50 }, OFU, NumberFormat.BF16, TELEMETRY).lower).toBe(100);
  });

  it('assumes FP64 on tensor cores only when it is reported', () => {
    expect(selectPeaks(HOPPER, OFU, NumberFormat.BF16, TELEMETRY).lower).toBe(494_700);
    expect(selectPeaks(HOPPER, OFU, NumberFormat.FP64T, TELEMETRY)).toMatchObject({ lower: 66_900, expected: 66_900, upper: 1_978_900 });
  });

  it('an attested format binds all three totals, and expected never passes upper', () => {
    expect(selectPeaks(BLACKWELL, OFU, NumberFormat.FP8, ATTESTED)).toMatchObject({
      lower: 4_500_000,
      expected: 4_500_000,
      upper: 4_500_000,
    });
    expect(selectPeaks(HOPPER, NONE, NumberFormat.FP64T, ATTESTED)).toMatchObject({ expected: 66_900, upper: 66_900 });
  });

  it('a record that names no format attests none', () => {
    expect(selectPeaks(BLACKWELL, OFU, NumberFormat.UNSPECIFIED, ATTESTED)).toMatchObject({
      lower: 1_125_000,
      expected: 2_250_000,
      upper: 9_000_000,
      effectiveEvidence: ATTESTED,
    });
  });

  it('a format that the model does not have is a finding, read as BF16, and no longer attested', () => {
    expect(selectPeaks(AMPERE, OFU, NumberFormat.FP8, ATTESTED)).toEqual({
      lower: 156_000,
      expected: 312_000,
      upper: 624_000,
      findings: MeteringFinding.FORMAT_UNSUPPORTED,
      effectiveEvidence: TELEMETRY,
    });
    expect(selectPeaks(AMPERE, OFU, NumberFormat.FP8, DECLARED).effectiveEvidence).toBe(DECLARED);
  });

  it('a model without a 16-bit peak uses its widest 8-bit one, and its widest of all without either, each with a finding', () => {
    expect(selectPeaks({ INT8: 92_000, TF32: 10_000 }, NONE, NumberFormat.UNSPECIFIED, DECLARED)).toMatchObject({
      lower: 10_000,
      expected: 92_000,
      findings: MeteringFinding.NO_16BIT_PEAK,
    });
    expect(selectPeaks({ FP64T: 9, FP4: 70 }, OFU, NumberFormat.FP8, TELEMETRY)).toMatchObject({
      lower: 70,
      expected: 70,
      upper: 70,
      findings: MeteringFinding.WIDEST_PEAK_USED | MeteringFinding.FORMAT_UNSUPPORTED,
    });
  });

  it('names its findings', () => {
    expect(meteringFindingNames(5)).toEqual(['FORMAT_UNSUPPORTED', 'WIDEST_PEAK_USED']);
    expect(meteringFindingNames(0)).toEqual([]);
  });

  it('throws for what no checked record can hold', () => {
    expect(() => selectPeaks(HOPPER, OFU, 8, TELEMETRY)).toThrow('no such number format: 8');
    expect(() => selectPeaks({}, OFU, 0, TELEMETRY)).toThrow('without any peak');
  });
});

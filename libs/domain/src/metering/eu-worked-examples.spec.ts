import { grade } from '../usage/record-columns.js';
import { architectureFlop } from './architecture-estimate.js';
import { flopDecimal, significantFigures } from './decimal-format.js';
import { meterSlot } from './meter-slot.js';
import { METERING_POLICY_V1 } from './metering-policy.js';
import { slotOf } from './metering-records.fixture.js';

/** The worked examples of the European Commission's guidelines, C(2025) 7719, annex, to three significant figures. */
const OFU_BF16_TELEMETRY = grade(4, 3, 2, 1, 0);
const byHardware = (hours: number, gigaflops: number): string => {
  const slot = slotOf(OFU_BF16_TELEMETRY, 500_000, hours * 3_600_000);
  return significantFigures(BigInt(flopDecimal(meterSlot(METERING_POLICY_V1, { BF16: gigaflops }, slot).expected)), 3);
};

describe('the EU worked examples', () => {
  it('by hardware: accelerator-hours x peak x utilisation', () => {
    expect(byHardware(200_000, 300_000)).toBe('1.08e23');
    expect(byHardware(370_000, 989_000)).toBe('6.59e23');
  });

  it.each([
    ['3.8e9 x 3.3e12', 3_800_000_000n, 3_300_000_000_000n, '7.52e22'],
    ['0.6e9 x 36e12', 600_000_000n, 36_000_000_000_000n, '1.30e23'],
    ['1.54e9 x 18e12', 1_540_000_000n, 18_000_000_000_000n, '1.66e23'],
    ['1.7e9 x 36e12', 1_700_000_000n, 36_000_000_000_000n, '3.67e23'],
    ['2.5e9 x 12e12', 2_500_000_000n, 12_000_000_000_000n, '1.80e23'],
  ])('by architecture: 6 x %s', (_, parameters, tokens, flop) => {
    expect(significantFigures(architectureFlop(parameters, tokens), 3)).toBe(flop);
  });
});

/** Two readings of one text: the naive formula here and the product's reference, over every shape of peaks and every grade. */
import { METERING_POLICY_V1, meterSlot, PEAK_FORMATS, selectPeaks } from '@tidemark/domain';
import fc from 'fast-check';
import { peaksFor, tflopOf } from './metering-formula.js';
import type { Peaks } from './truth.model.js';

const peaks = fc
  .array(fc.option(fc.integer({ min: 1, max: 20_000_000 }), { nil: undefined }), {
    minLength: PEAK_FORMATS.length,
    maxLength: PEAK_FORMATS.length,
  })
  .filter((values) => values.some((value) => value !== undefined))
  .map((values) => Object.fromEntries(PEAK_FORMATS.flatMap((format, i) => (values[i] === undefined ? [] : [[format, values[i]]]))));
const graded = fc.record({
  kind: fc.integer({ min: 0, max: 5 }),
  ppm: fc.oneof(fc.constantFrom(0, 49_999, 50_000, 950_000, 1_000_000), fc.integer({ min: 0, max: 1_000_000 })),
  format: fc.integer({ min: 0, max: 7 }),
  evidence: fc.integer({ min: 0, max: 3 }),
  workload: fc.integer({ min: 0, max: 3 }),
  workloadEvidence: fc.integer({ min: 0, max: 3 }),
});

describe('the truth and the domain', () => {
  it('meter every slot alike', () => {
    fc.assert(
      fc.property(peaks, graded, fc.bigInt({ min: 1n, max: 3_600_000_000_000n }), (figures, record, q) => {
        const own = Object.fromEntries(
          Object.entries(figures).map(([format, value]) => [format.toLowerCase(), BigInt(value as number)]),
        ) as Peaks;
        expect(tflopOf(q, own, record)).toEqual(meterSlot(METERING_POLICY_V1, figures, { acceleratorMs: q, ...record }));
        expect(peaksFor(own, record).evidence).toBe(selectPeaks(figures, record.kind, record.format, record.evidence).effectiveEvidence);
      }),
      { numRuns: 20_000 },
    );
  });
});

import { peakCompute } from './peak-compute.js';

describe('peak compute of a cluster', () => {
  it('is accelerators x dense BF16 peak', () =>
    expect(peakCompute(1_000, { BF16: 989_400, FP8: 1_978_900 })).toEqual({ format: 'BF16', opsPerSecond: 989_400_000_000_000_000n }));
  it('takes the widest 8-bit format of a part without BF16', () =>
    expect(peakCompute(2, { INT8: 100, FP8: 130, TF32: 500 })).toEqual({ format: 'FP8', opsPerSecond: 260_000_000_000n }));
  it('takes the widest of all where there is neither', () =>
    expect(peakCompute(1, { TF32: 7, FP64T: 9 })).toEqual({ format: 'FP64T', opsPerSecond: 9_000_000_000n }));
  it('is exact for the largest cluster of the widest part', () =>
    expect(peakCompute(10_000_000, { BF16: 1_000_000_000 }).opsPerSecond).toBe(10n ** 25n));
  it('never invents a peak', () => expect(() => peakCompute(1, {})).toThrow('no peak'));
});

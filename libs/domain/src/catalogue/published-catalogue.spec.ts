import { METERING_POLICY_V1 } from '../metering/metering-policy.js';
import { SlotMeter } from '../metering/slot-meter.js';
import type { SourcedFigure } from './accelerator-entry.js';
import { findInstanceType, INSTANCE_TYPES, PUBLISHED_CATALOGUE } from './published-catalogue.js';

const peaksOf = (name: string) => PUBLISHED_CATALOGUE.resolve(name)?.peaksGflops;

describe('the published catalogue', () => {
  /** Written here a second time, from the vendors' documents: a wrong column or a sparse figure in the build would show. */
  it.each([
    ['P100', { BF16: 21_220 }],
    ['V100', { BF16: 125_000 }],
    ['Tesla T4', { BF16: 65_000, INT8: 130_000 }],
    ['A100', { FP64T: 19_500, TF32: 156_000, BF16: 312_000, INT8: 624_000 }],
    ['A10G', { TF32: 35_000, BF16: 70_000, INT8: 140_000 }],
    ['RTX A6000', { TF32: 77_400, BF16: 154_800, INT8: 309_700 }],
    ['H100', { FP64T: 66_900, TF32: 494_700, BF16: 989_400, FP8: 1_978_900, INT8: 1_978_900 }],
    ['H20', { TF32: 74_000, BF16: 148_000, FP8: 296_000, INT8: 296_000 }],
    ['L4', { TF32: 60_000, BF16: 121_000, FP8: 242_000, INT8: 242_000 }],
    ['L40S', { TF32: 183_000, BF16: 362_000, FP8: 733_000, INT8: 733_000 }],
    ['B200', { FP64T: 37_000, TF32: 1_125_000, BF16: 2_250_000, FP8: 4_500_000, INT8: 4_500_000, FP4: 9_000_000 }],
    ['GB200', { FP64T: 45_000, TF32: 1_250_000, BF16: 2_500_000, FP8: 5_000_000, INT8: 5_000_000, FP4: 10_000_000 }],
    ['MI250X', { FP64T: 95_700, TF32: 95_700, BF16: 383_000, INT8: 383_000 }],
    ['MI300X', { FP64T: 163_400, TF32: 653_700, BF16: 1_307_400, FP8: 2_614_900, INT8: 2_614_900 }],
    ['Gaudi3', { TF32: 459_000, BF16: 1_678_000, FP8: 1_678_000 }],
    ['TPU v4', { BF16: 275_000, INT8: 275_000 }],
    ['TPU v5p', { BF16: 459_000, INT8: 918_000 }],
    ['Trainium2', { TF32: 667_000, BF16: 667_000, FP8: 1_299_000 }],
    ['Ascend 910C', { BF16: 752_000, INT8: 1_504_000 }],
  ])('%s has its dense rates', (name, peaks) => expect(peaksOf(name)).toEqual(peaks));

  it.each(['H100', 'H100 PCIe', 'H100 NVL', 'H200', 'H200 NVL', 'GH200', 'H800', 'H800 PCIe', 'H20'])(
    '%s carries the FP8 rate that the source table lacks',
    (name) => {
      expect(peaksOf(name)?.FP8).toBe(peaksOf(name)?.INT8);
      expect(peaksOf(name)?.FP8).toBeGreaterThan(0);
    },
  );

  it('never has a wider format slower, except 8-bit integers on Blackwell Ultra, where most of that path was taken out', () => {
    for (const { model, peaksGflops: p } of PUBLISHED_CATALOGUE.entries) {
      const rising = [p.TF32, p.BF16, p.FP8, p.FP4].filter((peak) => peak !== undefined);
      expect({ model, rising }).toEqual({ model, rising: [...rising].sort((a, b) => a - b) });
      if (p.INT8 !== undefined && p.BF16 !== undefined && !/B300/.test(model)) expect(p.INT8).toBeGreaterThanOrEqual(p.BF16);
    }
  });

  it('says for every figure where it comes from, and for nothing else', () => {
    for (const { model, peaksGflops, sources, vendor: _, aliases: __, ...figures } of PUBLISHED_CATALOGUE.entries) {
      const expected = [...Object.keys(peaksGflops), ...Object.keys(figures).filter((figure) => figure !== 'model')].sort();
      expect({ model, cited: Object.keys(sources).sort() }).toEqual({ model, cited: expected });
      for (const figure of expected) expect(sources[figure as SourcedFigure]).toMatch(/\w{3}/);
    }
  });

  it('can be metered, all of it', () => {
    const meter = new SlotMeter(METERING_POLICY_V1);
    for (const { peaksGflops } of PUBLISHED_CATALOGUE.entries) {
      meter.prepare(peaksGflops, 0, 0);
      expect(meter.expected(3_600_000)).toBeGreaterThan(0);
    }
  });

  it('resolves the model of every instance type, each named once', () => {
    for (const { name, model } of INSTANCE_TYPES)
      expect({ name, model: PUBLISHED_CATALOGUE.resolve(model)?.model }).toEqual({ name, model });
    expect(new Set(INSTANCE_TYPES.map(({ provider, name }) => `${provider}/${name}`.toLowerCase())).size).toBe(INSTANCE_TYPES.length);
    expect(new Set(INSTANCE_TYPES.map(({ provider }) => provider))).toEqual(new Set(['aws', 'azure', 'gcp', 'oci', 'coreweave', 'lambda']));
  });

  it('finds an instance type by cloud and name', () => {
    expect(findInstanceType('gcp', 'A2-MegaGPU-16g')).toMatchObject({ model: 'NVIDIA A100 SXM4 40 GB', accelerators: 16 });
    expect(findInstanceType('gcp', 'v4-4096')).toMatchObject({ accelerators: 2048 });
    expect(findInstanceType('gcp', 'v5litepod-256')).toMatchObject({ accelerators: 256 });
    expect(findInstanceType('aws', 'v4-4096')).toBeUndefined();
  });
});

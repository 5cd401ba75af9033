import { GB, type UnvendedModel } from './catalogue-model.js';

const MI_VEGA = 'AMD Radeon Instinct MI25, MI50 and MI60 datasheets (2017 to 2018)';
const CDNA1 = 'AMD Instinct MI100 brochure (2020): peak matrix rates, FP16';
const CDNA2 = 'AMD Instinct MI200 datasheets (2021 to 2022): peak matrix rates';
const CDNA3 = 'AMD Instinct MI300A, MI300X and MI325X datasheets (2023 to 2024): peak matrix rates without sparsity';
const CDNA4 = 'AMD Instinct MI350X and MI355X datasheets (2025): peak matrix rates without sparsity';
const GAUDI2 = 'Intel Gaudi 2 white paper (2023): peak BF16 and FP8';
const MAX = 'Intel Data Center GPU Max Series product brief (2023): peak XMX rates';

const CDNA3_FULL = { FP64T: 163_400, TF32: 653_700, BF16: 1_307_400, FP8: 2_614_900, INT8: 2_614_900 };

/** AMD parts. Those that have no TF32 carry the full FP32 matrix rate in its column: it is the narrowest that training uses there. */
export const AMD_MODELS: readonly UnvendedModel[] = [
  {
    model: 'AMD Radeon Instinct MI25',
    aliases: ['MI25', 'AMD MI25', 'AMD Instinct MI25'],
    corrections: [{ source: MI_VEGA, peaks: { BF16: 24_600 }, releaseDate: '2017-06-20', memoryBytes: 16 * GB, tdpWatts: 300 }],
  },
  {
    model: 'AMD Radeon Instinct MI50',
    aliases: ['MI50', 'AMD MI50', 'AMD Instinct MI50'],
    corrections: [{ source: MI_VEGA, peaks: { BF16: 26_500, INT8: 53_000 }, releaseDate: '2018-11-06', tdpWatts: 300 }],
  },
  {
    model: 'AMD Radeon Instinct MI60',
    aliases: ['MI60', 'AMD MI60', 'AMD Instinct MI60'],
    corrections: [
      { source: MI_VEGA, peaks: { BF16: 29_500, INT8: 58_900 }, releaseDate: '2018-11-06', memoryBytes: 32 * GB, tdpWatts: 300 },
    ],
  },
  {
    model: 'AMD Instinct MI100',
    aliases: ['MI100', 'AMD MI100'],
    corrections: [
      {
        source: CDNA1,
        peaks: { TF32: 46_100, BF16: 184_600, INT8: 184_600 },
        releaseDate: '2020-11-16',
        memoryBytes: 32 * GB,
        tdpWatts: 300,
      },
    ],
  },
  {
    model: 'AMD Instinct MI210',
    aliases: ['MI210', 'AMD MI210'],
    corrections: [
      {
        source: CDNA2,
        peaks: { FP64T: 45_300, TF32: 45_300, BF16: 181_000, INT8: 181_000 },
        releaseDate: '2022-03-22',
        memoryBytes: 64 * GB,
        tdpWatts: 300,
      },
    ],
  },
  {
    model: 'AMD Instinct MI250',
    aliases: ['MI250', 'AMD MI250'],
    corrections: [
      {
        source: CDNA2,
        peaks: { FP64T: 90_500, TF32: 90_500, BF16: 362_100, INT8: 362_100 },
        releaseDate: '2021-11-08',
        memoryBytes: 128 * GB,
        tdpWatts: 560,
        acceleratorsPerNode: 4,
      },
    ],
  },
  {
    model: 'AMD Instinct MI250X',
    aliases: ['MI250X', 'AMD MI250X'],
    epoch: ['AMD Radeon Instinct MI250X'],
    corrections: [
      {
        source: CDNA2,
        peaks: { FP64T: 95_700, TF32: 95_700, BF16: 383_000, INT8: 383_000 },
        interconnect: 'Infinity Fabric, 800 GB/s',
        acceleratorsPerNode: 4,
      },
    ],
  },
  {
    model: 'AMD Instinct MI300A',
    aliases: ['MI300A', 'AMD MI300A'],
    epoch: ['AMD Instinct MI300A'],
    corrections: [{ source: CDNA3, peaks: { FP64T: 122_600, FP8: 1_961_200 }, acceleratorsPerNode: 4 }],
  },
  {
    model: 'AMD Instinct MI300X',
    aliases: ['MI300X', 'AMD MI300X', 'AMD Instinct MI300X OAM'],
    epoch: ['AMD Instinct MI300X'],
    corrections: [{ source: CDNA3, peaks: CDNA3_FULL, interconnect: 'Infinity Fabric, 896 GB/s', acceleratorsPerNode: 8 }],
  },
  {
    model: 'AMD Instinct MI325X',
    aliases: ['MI325X', 'AMD MI325X', 'AMD Instinct MI325X OAM'],
    epoch: ['AMD Instinct MI325X'],
    corrections: [{ source: CDNA3, peaks: CDNA3_FULL, interconnect: 'Infinity Fabric, 896 GB/s', acceleratorsPerNode: 8 }],
  },
  {
    model: 'AMD Instinct MI350X',
    aliases: ['MI350X', 'AMD MI350X'],
    epoch: ['AMD Instinct MI350X'],
    corrections: [
      {
        source: CDNA4,
        peaks: { FP64T: 72_100, TF32: 144_200, BF16: 2_309_600, FP8: 4_614_000, INT8: 4_614_000, FP4: 9_227_500 },
        acceleratorsPerNode: 8,
      },
    ],
  },
  {
    model: 'AMD Instinct MI355X',
    aliases: ['MI355X', 'AMD MI355X'],
    epoch: ['AMD Instinct MI355X'],
    corrections: [
      {
        source: CDNA4,
        peaks: { FP64T: 78_600, TF32: 157_300, BF16: 2_516_600, FP8: 5_033_200, INT8: 5_033_200, FP4: 10_066_300 },
        acceleratorsPerNode: 8,
      },
    ],
  },
];

export const INTEL_MODELS: readonly UnvendedModel[] = [
  {
    model: 'Intel Gaudi 2',
    aliases: ['Gaudi 2', 'Gaudi2', 'Intel Gaudi2', 'HL-225'],
    epoch: ['Intel Habana Gaudi2'],
    corrections: [{ source: GAUDI2, peaks: { BF16: 432_000, FP8: 865_000 }, acceleratorsPerNode: 8 }],
  },
  {
    model: 'Intel Gaudi 3',
    aliases: ['Gaudi 3', 'Gaudi3', 'Intel Gaudi3', 'HL-325L'],
    epoch: ['Intel Habana Gaudi3'],
    corrections: [{ source: 'Intel Gaudi 3 HL-325L product brief (2024)', acceleratorsPerNode: 8 }],
  },
  {
    model: 'Intel Data Center GPU Max 1550',
    aliases: ['Intel Max 1550', 'Max 1550', 'PVC 1550'],
    epoch: ['Intel Data Center GPU Max 1550'],
    corrections: [{ source: MAX, peaks: { TF32: 419_000, BF16: 839_000, INT8: 1_678_000 }, memoryBytes: 128 * GB, acceleratorsPerNode: 6 }],
  },
  {
    model: 'Intel Data Center GPU Max 1100',
    aliases: ['Intel Max 1100', 'Max 1100'],
    epoch: ['Intel Data Center GPU Max 1100'],
    corrections: [{ source: MAX, peaks: { TF32: 176_000, BF16: 352_000, INT8: 704_000 } }],
  },
];

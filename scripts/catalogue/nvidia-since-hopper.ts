import { GB, type UnvendedModel } from './catalogue-model.js';

const HOPPER = 'NVIDIA H100 Tensor Core GPU architecture whitepaper V1.04 (2023): dense rates; FP8 equals INT8';
const HOPPER_NVL = 'NVIDIA H100 NVL and H200 NVL datasheets (2024): half of the rates with sparsity; FP8 equals INT8';
const H200 = 'NVIDIA H200 and GH200 datasheets (2024): half of the rates with sparsity; FP8 equals INT8';
const H800 = 'NVIDIA H800 datasheet (2023): half of the rates with sparsity; FP8 equals INT8';
const H20 = 'NVIDIA H20 product brief (2023): FP8 equals INT8';
const ADA = 'NVIDIA Ada GPU architecture whitepaper V2.02 (2023): dense rates; FP8 equals INT8';
const ADA_CARDS = 'NVIDIA L4, L40 and L40S datasheets (2023): half of the rates with sparsity; FP8 equals INT8';
const BLACKWELL = 'NVIDIA Blackwell architecture technical brief (2024) and HGX B200 datasheet: dense rates';
const BLACKWELL_ULTRA = 'NVIDIA HGX B300 and GB300 NVL72 specifications (2025): dense rates';
const RTX_BLACKWELL = 'NVIDIA RTX Blackwell PRO GPU architecture whitepaper V1.0 (2025): half of the rates with sparsity';
const RTX_5090 = 'NVIDIA RTX Blackwell GPU architecture whitepaper V1.1 (2025): dense rates, FP16 accumulation';
const NVLINK_4 = 'NVLink 4, 900 GB/s';
const NVLINK_5 = 'NVLink 5, 1,800 GB/s';
const H200_RATES = { FP64T: 66_900, TF32: 494_500, BF16: 989_500, FP8: 1_979_000, INT8: 1_979_000 };
const NVL_RATES = { FP64T: 60_000, TF32: 417_500, BF16: 835_500, FP8: 1_670_500, INT8: 1_670_500 };

/** NVIDIA parts from Ada and Hopper on, dense tensor-core rates. FP8 runs at the rate of INT8 up to Blackwell; Epoch's table leaves it out. */
export const NVIDIA_SINCE_HOPPER: readonly UnvendedModel[] = [
  {
    model: 'NVIDIA H100 SXM5 80GB',
    aliases: [
      'NVIDIA H100 80GB HBM3',
      'H100 SXM5',
      'H100 SXM',
      'NVIDIA H100 SXM',
      'H100',
      'NVIDIA H100',
      'H100-80GB',
      'nvidia-h100-80gb',
      'nvidia-h100-mega-80gb',
      'H100_NVLINK_80GB',
    ],
    epoch: ['NVIDIA H100 SXM5 80GB'],
    corrections: [
      {
        source: HOPPER,
        peaks: { FP64T: 66_900, TF32: 494_700, BF16: 989_400, FP8: 1_978_900, INT8: 1_978_900 },
        interconnect: NVLINK_4,
        acceleratorsPerNode: 8,
      },
    ],
  },
  {
    model: 'NVIDIA H100 PCIe',
    aliases: ['H100 PCIe', 'H100_PCIE', 'H100-PCIE-80GB', 'NVIDIA H100 PCIe 80GB'],
    epoch: ['NVIDIA H100 PCIe'],
    corrections: [{ source: HOPPER, peaks: { FP64T: 51_200, TF32: 378_000, BF16: 756_000, FP8: 1_513_000, INT8: 1_513_000 } }],
  },
  {
    model: 'NVIDIA H100 NVL',
    aliases: ['H100 NVL', 'H100-NVL'],
    epoch: ['NVIDIA H100 NVL'],
    corrections: [{ source: HOPPER_NVL, peaks: NVL_RATES, interconnect: 'NVLink 4 bridge, 600 GB/s' }],
  },
  {
    model: 'NVIDIA H800 SXM5',
    aliases: ['NVIDIA H800', 'H800', 'H800 SXM'],
    epoch: ['NVIDIA H800 SXM5'],
    corrections: [
      {
        source: H800,
        peaks: { FP64T: 1_000, TF32: 494_500, BF16: 989_500, FP8: 1_979_000, INT8: 1_979_000 },
        interconnect: 'NVLink 4, 400 GB/s',
        acceleratorsPerNode: 8,
      },
    ],
  },
  {
    model: 'NVIDIA H800 PCIe',
    aliases: ['H800 PCIe'],
    corrections: [
      {
        source: H800,
        peaks: { FP64T: 800, TF32: 378_000, BF16: 756_500, FP8: 1_513_000, INT8: 1_513_000 },
        releaseDate: '2023-03-21',
        memoryBytes: 80 * GB,
        tdpWatts: 350,
      },
    ],
  },
  {
    model: 'NVIDIA H200 SXM',
    aliases: ['NVIDIA H200', 'H200', 'H200 SXM', 'H200 SXM5', 'NVIDIA H200 SXM5 141GB', 'nvidia-h200-141gb'],
    epoch: ['NVIDIA H200 SXM'],
    corrections: [{ source: H200, peaks: H200_RATES, memoryBytes: 141 * GB, interconnect: NVLINK_4, acceleratorsPerNode: 8 }],
  },
  {
    model: 'NVIDIA H200 NVL',
    aliases: ['H200 NVL'],
    corrections: [
      { source: HOPPER_NVL, peaks: NVL_RATES, releaseDate: '2024-11-18', memoryBytes: 141 * GB, tdpWatts: 600, interconnect: NVLINK_4 },
    ],
  },
  {
    model: 'NVIDIA GH200',
    aliases: ['GH200', 'NVIDIA GH200 480GB', 'NVIDIA GH200 120GB', 'NVIDIA GH200 96GB', 'NVIDIA GH200 144GB'],
    epoch: ['NVIDIA GH200'],
    corrections: [{ source: H200, peaks: H200_RATES, interconnect: NVLINK_4 }],
  },
  {
    model: 'NVIDIA H20',
    aliases: ['H20', 'NVIDIA H20-3e', 'H20-3e'],
    epoch: ['NVIDIA HGX H20'],
    corrections: [
      { source: H20, peaks: { TF32: 74_000, BF16: 148_000, FP8: 296_000, INT8: 296_000 }, interconnect: NVLINK_4, acceleratorsPerNode: 8 },
    ],
  },
  { model: 'NVIDIA L4', aliases: ['L4', 'nvidia-l4'], epoch: ['NVIDIA L4'], corrections: [{ source: ADA_CARDS, peaks: { FP8: 242_000 } }] },
  {
    model: 'NVIDIA L2',
    aliases: ['L2'],
    epoch: ['NVIDIA L2 PCle'],
    corrections: [{ source: 'NVIDIA L2 product brief (2023): FP8 equals INT8', peaks: { FP8: 193_000 } }],
  },
  {
    model: 'NVIDIA L20',
    aliases: ['L20'],
    epoch: ['NVIDIA L20 PCle'],
    corrections: [{ source: 'NVIDIA L20 product brief (2023): FP8 equals INT8', peaks: { FP8: 239_000 } }],
  },
  {
    model: 'NVIDIA L40',
    aliases: ['L40'],
    epoch: ['NVIDIA L40'],
    corrections: [{ source: ADA_CARDS, peaks: { TF32: 90_500, FP8: 362_000 } }],
  },
  {
    model: 'NVIDIA L40S',
    aliases: ['L40S'],
    corrections: [
      {
        source: ADA_CARDS,
        peaks: { TF32: 183_000, BF16: 362_000, FP8: 733_000, INT8: 733_000 },
        releaseDate: '2023-08-08',
        memoryBytes: 48 * GB,
        tdpWatts: 350,
        acceleratorsPerNode: 8,
      },
    ],
  },
  {
    model: 'NVIDIA RTX 6000 Ada Generation',
    aliases: ['RTX 6000 Ada', 'NVIDIA RTX 6000 Ada', 'RTX6000-Ada'],
    epoch: ['NVIDIA RTX 6000 Ada Generation'],
    corrections: [
      { source: ADA, peaks: { TF32: 182_100, BF16: 364_200, FP8: 728_500, INT8: 728_500 }, memoryBytes: 48 * GB, tdpWatts: 300 },
    ],
  },
  {
    model: 'NVIDIA GeForce RTX 4090',
    aliases: ['RTX 4090', 'GeForce RTX 4090', 'RTX4090'],
    epoch: ['NVIDIA GeForce RTX 4090'],
    corrections: [{ source: ADA, peaks: { FP8: 660_600 } }],
  },
  {
    model: 'NVIDIA GeForce RTX 4080',
    aliases: ['RTX 4080', 'GeForce RTX 4080'],
    epoch: ['NVIDIA GeForce RTX 4080'],
    corrections: [{ source: ADA, peaks: { TF32: 48_700, BF16: 194_900, FP8: 389_900, INT8: 389_900 } }],
  },
  {
    model: 'NVIDIA GeForce RTX 5090',
    aliases: ['RTX 5090', 'GeForce RTX 5090', 'RTX5090'],
    corrections: [
      {
        source: RTX_5090,
        peaks: { TF32: 104_800, BF16: 419_000, FP8: 838_000, INT8: 838_000, FP4: 1_676_000 },
        releaseDate: '2025-01-30',
        memoryBytes: 32 * GB,
        tdpWatts: 575,
      },
    ],
  },
  {
    model: 'NVIDIA RTX PRO 6000 Blackwell Server Edition',
    aliases: ['RTX PRO 6000', 'NVIDIA RTX PRO 6000', 'RTXPRO6000', 'NVIDIA RTX PRO 6000 Blackwell', 'RTX PRO 6000 Blackwell'],
    corrections: [
      {
        source: RTX_BLACKWELL,
        peaks: { TF32: 250_000, BF16: 500_000, FP8: 1_000_000, INT8: 1_000_000, FP4: 2_000_000 },
        releaseDate: '2025-03-18',
        memoryBytes: 96 * GB,
        tdpWatts: 600,
        acceleratorsPerNode: 8,
      },
    ],
  },
  {
    model: 'NVIDIA B100',
    aliases: ['B100'],
    epoch: ['NVIDIA B100'],
    corrections: [{ source: BLACKWELL, peaks: { FP64T: 30_000 }, interconnect: NVLINK_5, acceleratorsPerNode: 8 }],
  },
  {
    model: 'NVIDIA B200',
    aliases: ['B200', 'NVIDIA B200 SXM6', 'B200 SXM6', 'nvidia-b200', 'NVIDIA HGX B200'],
    epoch: ['NVIDIA B200'],
    corrections: [{ source: BLACKWELL, checked: true, peaks: { FP64T: 37_000 }, interconnect: NVLINK_5, acceleratorsPerNode: 8 }],
  },
  {
    model: 'NVIDIA GB200',
    aliases: ['GB200', 'NVIDIA GB200 NVL72', 'GB200 NVL72', 'nvidia-gb200'],
    epoch: ['NVIDIA GB200'],
    corrections: [{ source: BLACKWELL, checked: true, peaks: { FP64T: 45_000 }, interconnect: NVLINK_5, acceleratorsPerNode: 4 }],
  },
  {
    model: 'NVIDIA B300',
    aliases: ['B300', 'NVIDIA B300 SXM6', 'NVIDIA HGX B300', 'nvidia-b300'],
    epoch: ['NVIDIA B300 (Blackwell Ultra)'],
    corrections: [
      { source: BLACKWELL_ULTRA, checked: true, peaks: { FP64T: 1_250, TF32: 1_125_000 }, interconnect: NVLINK_5, acceleratorsPerNode: 8 },
    ],
  },
  {
    model: 'NVIDIA GB300',
    aliases: ['GB300', 'NVIDIA GB300 NVL72', 'GB300 NVL72', 'nvidia-gb300'],
    epoch: ['NVIDIA GB300 (Blackwell Ultra)'],
    corrections: [{ source: BLACKWELL_ULTRA, peaks: { FP64T: 1_300 }, interconnect: NVLINK_5, acceleratorsPerNode: 4 }],
  },
];

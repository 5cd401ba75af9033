import { GB, type UnvendedModel } from './catalogue-model.js';

const PASCAL = 'NVIDIA Tesla P4, P40 and P100 datasheets (2016)';
const VOLTA = 'NVIDIA V100 datasheet (2020): tensor performance';
const TURING = 'NVIDIA Turing GPU architecture whitepaper WP-09183 (2018): peak tensor rates';
const AMPERE = 'NVIDIA A100 Tensor Core GPU architecture whitepaper V1.0 (2020): dense rates';
const AMPERE_CARDS = 'NVIDIA A2, A10, A16, A30 and A40 datasheets (2021): rates without sparsity';
const GA102 = 'NVIDIA Ampere GA102 GPU architecture whitepaper V2.1 (2021): dense rates';
const A10G = 'NVIDIA A10G specification for Amazon EC2 G5 (2021): rates without sparsity';
const NVLINK_1 = 'NVLink 1, 160 GB/s';
const NVLINK_2 = 'NVLink 2, 300 GB/s';
const NVLINK_3 = 'NVLink 3, 600 GB/s';
const VOLTA_SXM = { peaks: { BF16: 125_000 }, source: VOLTA, interconnect: NVLINK_2, acceleratorsPerNode: 8 };
const A100 = { peaks: { FP64T: 19_500, TF32: 156_000, BF16: 312_000, INT8: 624_000 }, source: AMPERE };
const A100_SXM = { ...A100, interconnect: NVLINK_3, acceleratorsPerNode: 8 };

/** NVIDIA parts from Pascal to Ampere. Every 16-bit figure is the dense tensor-core rate; a part before Volta has none and carries its FP16 or INT8 rate. */
export const NVIDIA_UNTIL_AMPERE: readonly UnvendedModel[] = [
  {
    model: 'NVIDIA P100 SXM2 16GB',
    aliases: ['P100 SXM2', 'Tesla P100-SXM2-16GB', 'P100_NVLINK', 'Tesla_P100_NVLINK', 'P100'],
    epoch: ['NVIDIA Tesla P100 SXM2', 'NVIDIA P100', 'NVIDIA Tesla P100 DGXS'],
    fp16IsFullRate: true,
    corrections: [{ source: PASCAL, memoryBytes: 16 * GB, interconnect: NVLINK_1, acceleratorsPerNode: 8 }],
  },
  {
    model: 'NVIDIA P100 PCIe 16GB',
    aliases: ['Tesla P100-PCIE-16GB', 'P100 PCIe'],
    epoch: ['NVIDIA P100 PCIe 16GB', 'NVIDIA Tesla P100 PCIe 16GB'],
    fp16IsFullRate: true,
    corrections: [{ source: PASCAL, peaks: { BF16: 18_700 } }],
  },
  {
    model: 'NVIDIA P100 PCIe 12GB',
    aliases: ['Tesla P100-PCIE-12GB'],
    epoch: ['NVIDIA Tesla P100 PCIe 12GB'],
    fp16IsFullRate: true,
    corrections: [{ source: PASCAL, peaks: { BF16: 18_700 }, memoryBytes: 12 * GB }],
  },
  { model: 'NVIDIA P40', aliases: ['Tesla P40', 'P40'], epoch: ['NVIDIA P40'], corrections: [{ source: PASCAL, peaks: { INT8: 47_000 } }] },
  { model: 'NVIDIA P4', aliases: ['Tesla P4', 'P4'], epoch: ['NVIDIA Tesla P4'] },
  {
    model: 'NVIDIA V100 SXM2 16GB',
    aliases: ['Tesla V100-SXM2-16GB', 'V100 SXM2', 'V100-16GB', 'V100', 'Tesla V100', 'Tesla_V100_NVLINK'],
    epoch: ['NVIDIA Tesla V100 SXM2 16 GB', 'NVIDIA Tesla V100 SXM2', 'NVIDIA V100'],
    corrections: [{ ...VOLTA_SXM, memoryBytes: 16 * GB }],
  },
  {
    model: 'NVIDIA V100 SXM2 32GB',
    aliases: ['Tesla V100-SXM2-32GB', 'V100-32GB'],
    epoch: ['NVIDIA Tesla V100 SXM2 32 GB'],
    corrections: [VOLTA_SXM],
  },
  {
    model: 'NVIDIA V100 SXM3 32GB',
    aliases: ['Tesla V100-SXM3-32GB'],
    epoch: ['NVIDIA Tesla V100 SXM3 32 GB'],
    corrections: [{ ...VOLTA_SXM, memoryBytes: 32 * GB, acceleratorsPerNode: 16 }],
  },
  {
    model: 'NVIDIA V100 DGXS 32GB',
    aliases: ['Tesla V100-DGXS-32GB'],
    epoch: ['NVIDIA Tesla V100 DGXS 32 GB'],
    corrections: [{ ...VOLTA_SXM, acceleratorsPerNode: 4 }],
  },
  {
    model: 'NVIDIA V100 DGXS 16GB',
    aliases: ['Tesla V100-DGXS-16GB'],
    epoch: ['NVIDIA Tesla V100 DGXS 16 GB'],
    corrections: [{ ...VOLTA_SXM, acceleratorsPerNode: 4 }],
  },
  { model: 'NVIDIA V100 PCIe 16GB', aliases: ['Tesla V100-PCIE-16GB', 'V100 PCIe'], epoch: ['NVIDIA Tesla V100 PCIe 16 GB'] },
  { model: 'NVIDIA V100 PCIe 32GB', aliases: ['Tesla V100-PCIE-32GB'], epoch: ['NVIDIA Tesla V100 PCIe 32 GB'] },
  { model: 'NVIDIA V100S PCIe 32GB', aliases: ['Tesla V100S-PCIE-32GB', 'V100S'], epoch: ['NVIDIA Tesla V100S PCIe 32 GB'] },
  {
    model: 'NVIDIA Titan V',
    aliases: ['TITAN V'],
    epoch: ['NVIDIA Titan V'],
    corrections: [{ source: 'NVIDIA Titan V product page (2017): deep-learning rate', peaks: { BF16: 110_000 } }],
  },
  {
    model: 'NVIDIA T4',
    aliases: ['Tesla T4', 'T4', 'NVIDIA T4G', 'T4G'],
    epoch: ['NVIDIA Tesla T4'],
    corrections: [
      { source: 'NVIDIA T4 datasheet (2018): mixed precision and INT8', peaks: { BF16: 65_000, INT8: 130_000 }, memoryBytes: 16 * GB },
    ],
  },
  {
    model: 'NVIDIA Quadro RTX 8000',
    aliases: ['Quadro RTX 8000'],
    epoch: ['NVIDIA Quadro RTX 8000'],
    corrections: [{ source: TURING, peaks: { BF16: 130_500, INT8: 261_000 } }],
  },
  {
    model: 'NVIDIA Quadro RTX 6000',
    aliases: ['Quadro RTX 6000', 'RTX6000', 'RTX 6000'],
    epoch: ['NVIDIA Quadro RTX 6000'],
    corrections: [{ source: TURING, peaks: { BF16: 130_500, INT8: 261_000 }, memoryBytes: 24 * GB }],
  },
  {
    model: 'NVIDIA Quadro RTX 5000',
    aliases: ['Quadro RTX 5000', 'Quadro_RTX_5000'],
    epoch: ['NVIDIA Quadro RTX 5000'],
    corrections: [{ source: TURING, peaks: { BF16: 89_200, INT8: 178_400 } }],
  },
  {
    model: 'NVIDIA GeForce RTX 2080 Ti 11GB',
    aliases: ['RTX 2080 Ti', 'GeForce RTX 2080 Ti', 'NVIDIA GeForce RTX 2080 Ti'],
    epoch: ['NVIDIA GeForce RTX 2080 Ti 11GB'],
  },
  {
    model: 'NVIDIA A100 SXM4 40 GB',
    aliases: ['NVIDIA A100-SXM4-40GB', 'A100-SXM4-40GB', 'A100 SXM', 'A100', 'A100-40GB', 'A100_NVLINK', 'nvidia-tesla-a100'],
    epoch: ['NVIDIA A100 SXM4 40 GB', 'NVIDIA A100'],
    corrections: [A100_SXM],
  },
  {
    model: 'NVIDIA A100 SXM4 80 GB',
    aliases: ['NVIDIA A100-SXM4-80GB', 'A100-SXM4-80GB', 'A100-80GB', 'A100-80GB-SXM', 'A100_NVLINK_80GB', 'nvidia-a100-80gb'],
    epoch: ['NVIDIA A100 SXM4 80 GB'],
    corrections: [A100_SXM],
  },
  {
    model: 'NVIDIA A100 PCIe 40GB',
    aliases: ['NVIDIA A100-PCIE-40GB', 'A100-PCIE-40GB', 'A100 PCIe'],
    epoch: ['NVIDIA A100 PCIe'],
    corrections: [{ ...A100, tdpWatts: 250 }],
  },
  {
    model: 'NVIDIA A100 PCIe 80GB',
    aliases: ['NVIDIA A100 80GB PCIe', 'A100-PCIE-80GB'],
    corrections: [{ ...A100, releaseDate: '2021-06-28', memoryBytes: 80 * GB, tdpWatts: 300 }],
  },
  {
    model: 'NVIDIA A800 SXM4 80GB',
    aliases: ['NVIDIA A800-SXM4-80GB', 'A800', 'A800 SXM'],
    epoch: ['NVIDIA A800 SXM'],
    corrections: [{ ...A100, interconnect: 'NVLink 3, 400 GB/s', acceleratorsPerNode: 8, memoryBytes: 80 * GB }],
  },
  {
    model: 'NVIDIA A800 PCIe 80GB',
    aliases: ['NVIDIA A800 80GB PCIe'],
    epoch: ['NVIDIA A800 PCIe 80 GB'],
    corrections: [{ ...A100, memoryBytes: 80 * GB }],
  },
  {
    model: 'NVIDIA A800 PCIe 40GB',
    aliases: ['NVIDIA A800 40GB PCIe'],
    epoch: ['NVIDIA A800 PCIe 40 GB'],
    corrections: [{ ...A100, memoryBytes: 40 * GB }],
  },
  {
    model: 'NVIDIA A30',
    aliases: ['A30'],
    corrections: [
      {
        source: AMPERE_CARDS,
        peaks: { FP64T: 10_300, TF32: 82_000, BF16: 165_000, INT8: 330_000 },
        releaseDate: '2021-04-12',
        memoryBytes: 24 * GB,
        tdpWatts: 165,
      },
    ],
  },
  { model: 'NVIDIA A40', aliases: ['A40'], epoch: ['NVIDIA A40 PCIe'] },
  {
    model: 'NVIDIA A10',
    aliases: ['A10', 'NVIDIA A10 24GB'],
    epoch: ['NVIDIA A10 PCIe'],
    corrections: [{ source: AMPERE_CARDS, peaks: { TF32: 62_500, BF16: 125_000, INT8: 250_000 } }],
  },
  {
    model: 'NVIDIA A10G',
    aliases: ['A10G'],
    epoch: ['NVIDIA A10G'],
    corrections: [{ source: A10G, peaks: { TF32: 35_000, BF16: 70_000, INT8: 140_000 } }],
  },
  {
    model: 'NVIDIA A2',
    aliases: ['A2'],
    corrections: [
      {
        source: AMPERE_CARDS,
        peaks: { TF32: 9_000, BF16: 18_000, INT8: 36_000 },
        releaseDate: '2021-11-10',
        memoryBytes: 16 * GB,
        tdpWatts: 60,
      },
    ],
  },
  {
    model: 'NVIDIA A16',
    aliases: ['A16'],
    corrections: [
      {
        source: `${AMPERE_CARDS}; one of the four GPUs on the board, as the driver counts them`,
        peaks: { TF32: 9_000, BF16: 17_900, INT8: 35_900 },
        releaseDate: '2021-04-12',
        memoryBytes: 16 * GB,
      },
    ],
  },
  {
    model: 'NVIDIA RTX A6000',
    aliases: ['RTX A6000', 'RTX_A6000', 'A6000'],
    epoch: ['NVIDIA RTX A6000'],
    corrections: [{ source: GA102, peaks: { TF32: 77_400, BF16: 154_800, INT8: 309_700 } }],
  },
  {
    model: 'NVIDIA RTX A5000',
    aliases: ['RTX A5000', 'RTX_A5000', 'A5000'],
    epoch: ['NVIDIA RTX A5000'],
    corrections: [{ source: GA102, peaks: { TF32: 55_600, BF16: 111_100, INT8: 222_200 } }],
  },
  {
    model: 'NVIDIA RTX A4000',
    aliases: ['RTX A4000', 'RTX_A4000', 'A4000'],
    epoch: ['NVIDIA RTX A4000'],
    corrections: [{ source: GA102, peaks: { TF32: 38_300, BF16: 76_700, INT8: 153_400 } }],
  },
  {
    model: 'NVIDIA GeForce RTX 3090',
    aliases: ['RTX 3090', 'GeForce RTX 3090', 'RTX3090'],
    epoch: ['NVIDIA GeForce RTX 3090'],
    corrections: [{ source: GA102, peaks: { TF32: 35_600, BF16: 142_000, INT8: 284_000 } }],
  },
  { model: 'NVIDIA GeForce RTX 3090 Ti', aliases: ['RTX 3090 Ti', 'GeForce RTX 3090 Ti'], epoch: ['NVIDIA GeForce RTX 3090 Ti'] },
  {
    model: 'NVIDIA GeForce RTX 3080',
    aliases: ['RTX 3080', 'GeForce RTX 3080'],
    epoch: ['NVIDIA GeForce RTX 3080'],
    corrections: [{ source: GA102, peaks: { TF32: 29_800, BF16: 119_000, INT8: 238_000 } }],
  },
];

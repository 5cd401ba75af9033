import { type CatalogueModel, GB, type UnvendedModel, vended } from './catalogue-model.js';

const CLOUDMATRIX = 'Huawei, Serving Large Language Models on CloudMatrix384 (arXiv 2506.12708): dense BF16 and INT8 of one package';

/** The one 16-bit rate that Huawei publishes is the matrix unit's. */
const HUAWEI: readonly UnvendedModel[] = [
  { model: 'Huawei Ascend 310', aliases: ['Ascend 310'], epoch: ['Huawei Ascend 310'], fp16IsFullRate: true },
  {
    model: 'Huawei Ascend 910',
    aliases: ['Ascend 910', 'Ascend 910A'],
    epoch: ['Huawei Ascend 910', 'Huawei Ascend 910A'],
    fp16IsFullRate: true,
    corrections: [{ source: 'Huawei Ascend 910 announcement (2019)', memoryBytes: 32 * GB, acceleratorsPerNode: 8 }],
  },
  {
    model: 'Huawei Ascend 910A Pro',
    aliases: ['Ascend 910A Pro', 'Ascend 910 Pro A'],
    epoch: ['Huawei Ascend 910A Pro'],
    fp16IsFullRate: true,
  },
  {
    model: 'Huawei Ascend 910A Premium',
    aliases: ['Ascend 910A Premium'],
    epoch: ['Huawei Ascend 910 (320 TFLOPS)', 'Huawei Ascend 910A Premium'],
    fp16IsFullRate: true,
  },
  { model: 'Huawei Ascend 910B', aliases: ['Ascend 910B'], epoch: ['Huawei Ascend 910B'], fp16IsFullRate: true },
  {
    model: 'Huawei Ascend 910B1',
    aliases: ['Ascend 910B1'],
    epoch: ['Huawei Ascend 910B1 (v1)', 'Huawei Ascend 910B1 (v2)'],
    fp16IsFullRate: true,
  },
  { model: 'Huawei Ascend 910B2', aliases: ['Ascend 910B2'], epoch: ['Huawei Ascend 910B2'], fp16IsFullRate: true },
  { model: 'Huawei Ascend 910B3', aliases: ['Ascend 910B3'], epoch: ['Huawei Ascend 910B3'], fp16IsFullRate: true },
  { model: 'Huawei Ascend 910B4', aliases: ['Ascend 910B4'], epoch: ['Huawei Ascend 910B4'], fp16IsFullRate: true },
  { model: 'Huawei Ascend 910B Pro', aliases: ['Ascend 910B Pro'], epoch: ['Huawei Ascend 910B Pro'], fp16IsFullRate: true },
  {
    model: 'Huawei Ascend 910C',
    aliases: ['Ascend 910C'],
    epoch: ['Huawei Ascend 910C'],
    corrections: [{ source: CLOUDMATRIX, peaks: { BF16: 752_000, INT8: 1_504_000 }, memoryBytes: 128 * GB, acceleratorsPerNode: 8 }],
  },
  { model: 'Huawei Ascend 800T A2', aliases: ['Ascend 800T A2'], epoch: ['Huawei Ascend 800T A2'], fp16IsFullRate: true },
  { model: 'Huawei Ascend 920', aliases: ['Ascend 920'], epoch: ['Huawei Ascend 920'] },
];

const CHINA: readonly (readonly [vendor: string, models: readonly UnvendedModel[]])[] = [
  [
    'Cambricon',
    [
      { model: 'Cambricon MLU270', aliases: ['MLU270'], epoch: ['Cambricon MLU270-S4', 'Cambricon MLU270-F4'] },
      { model: 'Cambricon MLU290-M5', aliases: ['MLU290'], epoch: ['Cambricon MLU290-M5'] },
      {
        model: 'Cambricon MLU370-S4',
        aliases: ['MLU370-S4', 'MLU370-S8'],
        epoch: ['Cambricon MLU370-S4', 'Cambricon MLU370-S8', 'Cambricon MLU370-S4/S8'],
        fp16IsFullRate: true,
      },
      { model: 'Cambricon MLU370-X4', aliases: ['MLU370-X4'], epoch: ['Cambricon MLU370-X4'], fp16IsFullRate: true },
      { model: 'Cambricon MLU370-X8', aliases: ['MLU370-X8'], epoch: ['Cambricon MLU370-X8'], fp16IsFullRate: true },
    ],
  ],
  [
    'Baidu',
    [
      { model: 'Baidu Kunlun K200', aliases: ['Kunlun K200'], epoch: ['Baidu Kunlun K200', 'Baidu Kunlun I'], fp16IsFullRate: true },
      { model: 'Baidu Kunlun R100 (75W)', aliases: [], epoch: ['Baidu Kunlun R100 (75W)'], fp16IsFullRate: true },
      { model: 'Baidu Kunlun R100 (100W)', aliases: ['Kunlun R100'], epoch: ['Baidu Kunlun R100 (100W)'], fp16IsFullRate: true },
      {
        model: 'Baidu Kunlun R200',
        aliases: ['Kunlun R200'],
        epoch: ['Baidu Kunlun R200 (150W)', 'Baidu Kunlun R200-8F (160W)', 'Baidu Kunlun II'],
        fp16IsFullRate: true,
      },
      { model: 'Baidu Kunlun RG800', aliases: ['Kunlun RG800'], epoch: ['Baidu Kunlun RG800'], fp16IsFullRate: true },
    ],
  ],
  [
    'MetaX',
    [
      { model: 'MetaX C500 PCIe', aliases: ['MetaX C500'], epoch: ['MetaX MXC500 (PCIe)'], fp16IsFullRate: true },
      { model: 'MetaX C500 OAM', aliases: [], epoch: ['MetaX MXC500 (OAM)'], fp16IsFullRate: true },
      { model: 'MetaX N100', aliases: [], epoch: ['MetaX MXN100'], fp16IsFullRate: true },
    ],
  ],
  [
    'Iluvatar CoreX',
    [
      {
        model: 'Iluvatar Tiangai 100',
        aliases: ['BI-V100', 'Iluvatar BI-V100'],
        epoch: ['Tianshu Zhixin Tiangai 100 (BI-V100)'],
        fp16IsFullRate: true,
      },
      { model: 'Iluvatar Zhikai 100', aliases: ['MR-V100'], epoch: ['Tianshu Zhixin Zhikai 100'], fp16IsFullRate: true },
    ],
  ],
  ['Biren', [{ model: 'Biren BR100', aliases: ['BR100'], epoch: ['Biren BR100'] }]],
  ['Moore Threads', [{ model: 'Moore Threads MTT S4000', aliases: ['MTT S4000'], epoch: ['MTT S4000'] }]],
  ['T-Head', [{ model: 'T-Head Hanguang 800', aliases: ['Hanguang 800'], epoch: ['T-Head Hanguang 800'] }]],
  ['Hygon', [{ model: 'Hygon Shensuan-1', aliases: ['Hygon DCU Z100'], epoch: ['Shensuan-1'], fp16IsFullRate: true }]],
  ['Sunway', [{ model: 'Sunway SW26010-Pro', aliases: ['SW26010-Pro'], epoch: ['Sunway SW26010-Pro'], fp16IsFullRate: true }]],
];

export const CHINA_MODELS: readonly CatalogueModel[] = [
  ...vended('Huawei', HUAWEI),
  ...CHINA.flatMap(([vendor, models]) => vended(vendor, models)),
];

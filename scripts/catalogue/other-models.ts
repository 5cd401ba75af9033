import { type CatalogueModel, GB, type UnvendedModel, vended } from './catalogue-model.js';

const GRAPHCORE = 'Graphcore IPU product pages (2018 to 2022): FP16.16 rate of one IPU';
const QUALCOMM = 'Qualcomm Cloud AI 100 product briefs (2020 to 2023)';
const TENSTORRENT = 'Tenstorrent Wormhole and Blackhole specifications (2024 to 2025)';

const REST: readonly (readonly [vendor: string, models: readonly UnvendedModel[]])[] = [
  [
    'Microsoft',
    [
      {
        model: 'Microsoft Maia 100',
        aliases: ['Maia 100', 'Maia M100'],
        epoch: ['Maia 100 (M100)'],
        corrections: [{ source: 'Microsoft, Inside Maia 100 (Hot Chips 2024)', memoryBytes: 64 * GB, acceleratorsPerNode: 4 }],
      },
    ],
  ],
  [
    'Meta',
    [
      { model: 'Meta MTIA v1', aliases: ['MTIA v1'], epoch: ['Meta MTIA v1'] },
      { model: 'Meta MTIA v2', aliases: ['MTIA v2', 'MTIA 2i'], epoch: ['Meta MTIA v2'] },
    ],
  ],
  ['Tesla', [{ model: 'Tesla D1 Dojo', aliases: ['Tesla D1', 'Dojo D1'], epoch: ['Tesla D1 Dojo'] }]],
  ['Groq', [{ model: 'GroqChip LPU v1', aliases: ['Groq LPU', 'GroqChip'], epoch: ['GroqChip LPU v1'], fp16IsFullRate: true }]],
  ['PEZY', [{ model: 'PEZY-SC2', aliases: [], epoch: ['PEZY-SC2'], fp16IsFullRate: true }]],
  [
    'Cerebras',
    [
      {
        model: 'Cerebras WSE-2',
        aliases: ['WSE-2', 'Cerebras CS-2', 'CS-2'],
        corrections: [
          {
            source: 'Cerebras, Hot Chips 34 (2022): 7.5 PFLOP/s FP16, dense (850,000 cores, 8 operations a cycle, 1.1 GHz)',
            peaks: { BF16: 7_500_000 },
            releaseDate: '2021-04-20',
            acceleratorsPerNode: 1,
          },
        ],
      },
    ],
  ],
  [
    'Graphcore',
    [
      {
        model: 'Graphcore GC2',
        aliases: ['GC2', 'Graphcore IPU Mk1'],
        corrections: [{ source: GRAPHCORE, peaks: { BF16: 124_500 }, releaseDate: '2018-05-01', tdpWatts: 120 }],
      },
      {
        model: 'Graphcore GC200',
        aliases: ['GC200', 'Graphcore IPU Mk2'],
        corrections: [{ source: GRAPHCORE, peaks: { BF16: 250_000 }, releaseDate: '2020-07-15' }],
      },
      {
        model: 'Graphcore Bow',
        aliases: ['Bow IPU', 'Graphcore Bow IPU'],
        corrections: [{ source: GRAPHCORE, peaks: { BF16: 350_000 }, releaseDate: '2022-03-03' }],
      },
    ],
  ],
  [
    'Qualcomm',
    [
      {
        model: 'Qualcomm Cloud AI 100 Standard',
        aliases: ['Cloud AI 100 Standard', 'Qualcomm AI 100'],
        corrections: [{ source: QUALCOMM, peaks: { BF16: 175_000, INT8: 350_000 }, releaseDate: '2020-09-16', tdpWatts: 75 }],
      },
      {
        model: 'Qualcomm Cloud AI 100 Ultra',
        aliases: ['Cloud AI 100 Ultra'],
        corrections: [
          { source: QUALCOMM, peaks: { BF16: 288_000, INT8: 870_000 }, releaseDate: '2023-11-14', memoryBytes: 128 * GB, tdpWatts: 150 },
        ],
      },
    ],
  ],
  [
    'Tenstorrent',
    [
      {
        model: 'Tenstorrent Wormhole n150',
        aliases: ['Wormhole n150'],
        corrections: [
          { source: TENSTORRENT, peaks: { BF16: 74_000, FP8: 262_000 }, releaseDate: '2024-07-19', memoryBytes: 12 * GB, tdpWatts: 160 },
        ],
      },
      {
        model: 'Tenstorrent Wormhole n300',
        aliases: ['Wormhole n300'],
        corrections: [
          { source: TENSTORRENT, peaks: { BF16: 131_000, FP8: 466_000 }, releaseDate: '2024-07-19', memoryBytes: 24 * GB, tdpWatts: 300 },
        ],
      },
    ],
  ],
];

export const OTHER_MODELS: readonly CatalogueModel[] = REST.flatMap(([vendor, models]) => vended(vendor, models));

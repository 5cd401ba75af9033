import { type CatalogueModel, GB, type UnvendedModel, vended } from './catalogue-model.js';

const TRN1 = 'AWS Neuron documentation, Trainium architecture: 380 INT8 TOPS, 190 FP16/BF16/cFP8/TF32 TFLOPS';
const TRN2 = 'AWS Neuron documentation, Trainium2 architecture: 1,299 FP8 TFLOPS, 667 BF16/FP16/TF32 TFLOPS, dense';
const INF1 = 'AWS Neuron documentation, Inferentia architecture: 128 INT8 TOPS, 64 FP16/BF16 TFLOPS';

/** Google names chips; a slice name may count cores (see instance-types.ts). */
const GOOGLE: readonly UnvendedModel[] = [
  { model: 'Google TPU v1', aliases: ['TPU v1', 'TPUv1'], epoch: ['Google TPU v1'] },
  {
    model: 'Google TPU v2',
    aliases: ['TPU v2', 'TPUv2', 'tpu-v2'],
    epoch: ['Google TPU v2'],
    corrections: [{ source: 'Google Cloud TPU documentation, v2', acceleratorsPerNode: 4 }],
  },
  {
    model: 'Google TPU v3',
    aliases: ['TPU v3', 'TPUv3', 'tpu-v3'],
    epoch: ['Google TPU v3'],
    corrections: [{ source: 'Google Cloud TPU documentation, v3', acceleratorsPerNode: 4 }],
  },
  {
    model: 'Google TPU v4i',
    aliases: ['TPU v4i'],
    epoch: ['Google TPU v4i'],
    corrections: [
      {
        source: 'Jouppi and others, Ten Lessons From Three Generations Shaped Google’s TPUv4i (ISCA 2021)',
        peaks: { INT8: 138_000 },
        memoryBytes: 8 * GB,
      },
    ],
  },
  {
    model: 'Google TPU v4',
    aliases: ['TPU v4', 'TPUv4', 'tpu-v4-podslice'],
    epoch: ['Google TPU v4'],
    corrections: [{ source: 'Google Cloud TPU documentation, v4', interconnect: 'ICI 3D torus, 300 GB/s', acceleratorsPerNode: 4 }],
  },
  {
    model: 'Google TPU v5e',
    aliases: ['TPU v5e', 'TPUv5e', 'TPU v5 lite', 'tpu-v5-lite-podslice', 'tpu-v5-lite-device'],
    epoch: ['Google TPU v5e'],
    corrections: [{ source: 'Google Cloud TPU documentation, v5e', acceleratorsPerNode: 8 }],
  },
  {
    model: 'Google TPU v5p',
    aliases: ['TPU v5p', 'TPUv5p', 'tpu-v5p-slice'],
    epoch: ['Google TPU v5p'],
    corrections: [{ source: 'Google Cloud TPU documentation, v5p', interconnect: 'ICI 3D torus, 600 GB/s', acceleratorsPerNode: 4 }],
  },
  {
    model: 'Google TPU v6e Trillium',
    aliases: ['TPU v6e', 'TPUv6e', 'Trillium', 'Google TPU v6e', 'tpu-v6e-slice'],
    epoch: ['Google TPU v6e Trillium'],
    corrections: [{ source: 'Google Cloud TPU documentation, v6e', acceleratorsPerNode: 8 }],
  },
  {
    model: 'Google TPU v7 Ironwood',
    aliases: ['TPU v7', 'TPUv7', 'TPU7x', 'Ironwood', 'Google TPU v7'],
    epoch: ['Google TPU v7 Ironwood'],
    corrections: [{ source: 'Google Cloud TPU documentation, TPU7x', acceleratorsPerNode: 4 }],
  },
];

const AMAZON: readonly UnvendedModel[] = [
  {
    model: 'Amazon Inferentia1',
    aliases: ['Inferentia', 'Inferentia1', 'AWS Inferentia', 'AWS Inferentia1'],
    corrections: [{ source: INF1, peaks: { BF16: 64_000, INT8: 128_000 }, releaseDate: '2019-12-03', memoryBytes: 8 * GB }],
  },
  {
    model: 'AWS Inferentia2',
    aliases: ['Inferentia2', 'Amazon Inferentia2'],
    epoch: ['AWS Inferentia2'],
    corrections: [{ source: 'AWS Neuron documentation, Inferentia2 architecture', acceleratorsPerNode: 12 }],
  },
  {
    model: 'Amazon Trainium1',
    aliases: ['Trainium', 'Trainium1', 'AWS Trainium', 'AWS Trainium1'],
    epoch: ['Amazon Trainium1'],
    corrections: [
      {
        source: TRN1,
        checked: true,
        peaks: { TF32: 190_000, BF16: 190_000, FP8: 190_000, INT8: 380_000 },
        memoryBytes: 32 * GB,
        interconnect: 'NeuronLink-v2',
        acceleratorsPerNode: 16,
      },
    ],
  },
  {
    model: 'Amazon Trainium2',
    aliases: ['Trainium2', 'AWS Trainium2'],
    epoch: ['Amazon Trainium2'],
    corrections: [{ source: TRN2, checked: true, peaks: { TF32: 667_000, BF16: 667_000, FP8: 1_299_000 }, acceleratorsPerNode: 16 }],
  },
  {
    model: 'Amazon Trainium3',
    aliases: ['Trainium3', 'AWS Trainium3'],
    epoch: ['Amazon Trainium3'],
    corrections: [
      {
        source: 'AWS Neuron documentation, Trainium3 architecture',
        checked: true,
        memoryBytes: 144 * 2 ** 30,
        interconnect: 'NeuronLink-v4, 2,560 GB/s',
      },
    ],
  },
];

/** Chips that clouds make for themselves. */
export const CLOUD_OWN_MODELS: readonly CatalogueModel[] = [...vended('Google', GOOGLE), ...vended('Amazon', AMAZON)];

/** The two made-up providers of the sample world, to try things with. */
export interface SampleProvider {
  id: string;
  name: string;
  clusters: Record<string, object>;
  meters: Record<string, object>;
}

export const SAMPLE_PROVIDERS: readonly SampleProvider[] = [
  {
    id: 'aurora-cloud',
    name: 'Aurora Cloud (sample)',
    clusters: {
      'aurora-h100': {
        site: 'aurora-north',
        accelerator: 'NVIDIA H100 SXM5 80GB',
        accelerators: 2048,
        acceleratorsPerNode: 8,
        interconnectGbps: 400,
        inServiceFrom: '2023-06-01',
      },
      'aurora-a100': {
        site: 'aurora-north',
        accelerator: 'NVIDIA A100 SXM4 80 GB',
        accelerators: 512,
        acceleratorsPerNode: 8,
        interconnectGbps: 200,
        inServiceFrom: '2021-09-01',
      },
    },
    meters: { 'aurora-meter': { cluster: 'aurora-h100' }, 'aurora-meter-a100': { cluster: 'aurora-a100' } },
  },
  {
    id: 'borealis-compute',
    name: 'Borealis Compute (sample)',
    clusters: {
      'borealis-mi300x': {
        site: 'borealis-fjord',
        accelerator: 'AMD Instinct MI300X',
        accelerators: 1024,
        acceleratorsPerNode: 8,
        interconnectGbps: 400,
        inServiceFrom: '2024-03-01',
      },
      'borealis-a100': {
        site: 'borealis-fjord',
        accelerator: 'NVIDIA A100 SXM4 80 GB',
        accelerators: 512,
        acceleratorsPerNode: 8,
        interconnectGbps: 200,
        inServiceFrom: '2022-03-01',
      },
    },
    meters: { 'borealis-meter': { cluster: 'borealis-mi300x' }, 'borealis-meter-a100': { cluster: 'borealis-a100' } },
  },
];

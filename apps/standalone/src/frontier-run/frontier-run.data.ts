/**
 * A made-up frontier training run, cut into three accounts so that no part of it says what it is: two companies at two providers, under one
 * controller, who is `marisma-kapital` in the sample identities. Nobody did this; every name begins with "sim" or is in no register.
 *
 * The figures, by hand (metering.md: accelerators x seconds x dense BF16 peak x share of it that was executed):
 *
 *   sim-brinewell-1   2,008 H100    x 989.4e12 x 0.35 = 6.95e17 FLOP/s      42 % of the first two
 *   sim-saltmarsh-1   2,096 MI300X  x 1307.4e12 x 0.35 = 9.59e17 FLOP/s     58 %
 *   sim-brinewell-2   1,192 H100    x 989.4e12 x 0.35 = 4.13e17 FLOP/s      25 % more, of which nobody knows whose it is at first
 *
 * The first two pass 1e25 by the best estimate after 1e25 / 1.65446e18 = 6,044,272 s, ten weeks less an hour. Measured at the tensor pipes and
 * attested to be BF16, use is 35 % give or take 5 of the peak: at most 8/7 and provably 6/7 of the best estimate. So in days from the start:
 *
 *                        the first two          with the third
 *   at most              61.2  POSSIBLE         49.0
 *   best estimate        70.0  PROBABLE         56.0
 *   provable             81.6  after the end    65.3  CERTAIN
 *
 * The larger company alone (both its accounts) comes to 0.68e25 by the end, 0.78e25 at most, and is 33 days from the number at its pace: nobody
 * alone is ever flagged at 1e25, nor foreseen within the thirty days of the rule.
 */
export interface RunPart {
  provider: 'aurora-cloud' | 'borealis-compute';
  account: string;
  /** Reference of whoever it is linked to before anything is used; absent: nobody. */
  customer?: string;
  source: string;
  cluster: string;
  site: string;
  accelerator: string;
  /** At work; and in the cluster. */
  accelerators: number;
  installed: number;
}

export const RUN_PARTS: readonly RunPart[] = [
  {
    provider: 'aurora-cloud',
    account: 'sim-brinewell-1',
    customer: 'brinewell-models',
    source: 'sim-meter-1',
    cluster: 'sim-aurora-h100-1',
    site: 'sim-aurora-south',
    accelerator: 'NVIDIA H100 SXM5 80GB',
    accelerators: 2_008,
    installed: 2_560,
  },
  {
    provider: 'borealis-compute',
    account: 'sim-saltmarsh-1',
    customer: 'saltmarsh-intelligence',
    source: 'sim-meter-1',
    cluster: 'sim-borealis-mi300x-1',
    site: 'sim-borealis-coast',
    accelerator: 'AMD Instinct MI300X',
    accelerators: 2_096,
    installed: 2_560,
  },
  {
    provider: 'aurora-cloud',
    account: 'sim-brinewell-2',
    source: 'sim-meter-2',
    cluster: 'sim-aurora-h100-2',
    site: 'sim-aurora-east',
    accelerator: 'NVIDIA H100 SXM5 80GB',
    accelerators: 1_192,
    installed: 1_536,
  },
];

/** Linked when its use has long come in, from the first day of the run on. */
export const LATE_LINK = {
  provider: 'aurora-cloud',
  account: 'sim-brinewell-2',
  customer: 'brinewell-models',
  detail: 'Contract A-1042, found in the archive (fictional)',
} as const;

/** Of the peak: what the tensor pipes did. */
export const RUN_UTILISATION = '0.35';

/** From the start of the run to the moment at which the first two accounts together have used 1e25 FLOP by the best estimate. */
export const RUN_TO_NUMBER_MS = 6_044_272_020;

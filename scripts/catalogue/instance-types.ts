import type { InstanceType } from '@tidemark/domain';
import { UNCHECKED } from './catalogue-model.js';

const A100_40 = 'NVIDIA A100 SXM4 40 GB';
const A100_80 = 'NVIDIA A100 SXM4 80 GB';
const A100_PCIE_80 = 'NVIDIA A100 PCIe 80GB';
const V100_16 = 'NVIDIA V100 SXM2 16GB';
const V100_32 = 'NVIDIA V100 SXM2 32GB';
const H100 = 'NVIDIA H100 SXM5 80GB';
const H200 = 'NVIDIA H200 SXM';
const TRILLIUM = 'Google TPU v6e Trillium';
const TENSOR_CORES = 'the slice name counts TensorCores: chips are half of it';
const CHIPS = 'the slice name counts chips';

type Row = readonly [name: string, model: string, accelerators: number, note?: string];

/** Compared with public price lists and vendors' code samples in November 2026; the others are known from the vendor's documentation, unchecked. */
const CHECKED: ReadonlySet<string> = new Set([
  ...[
    'p4d.24xlarge',
    'p4de.24xlarge',
    'p5.4xlarge',
    'p5.48xlarge',
    'p5e.48xlarge',
    'p5en.48xlarge',
    'p6-b200.48xlarge',
    'p6-b300.48xlarge',
  ],
  ...['p6e-gb200.36xlarge', 'trn1.32xlarge', 'trn2.48xlarge', 'inf2.48xlarge'],
  ...['Standard_ND96amsr_A100_v4', 'Standard_NC40ads_H100_v5', 'Standard_NC80adis_H100_v5', 'Standard_ND96isr_H100_v5'],
  ...['Standard_ND96isr_H200_v5', 'Standard_ND128isr_NDR_GB200_v6', 'Standard_ND128isr_GB300_v6'],
]);
const CHECKED_CLOUDS: ReadonlySet<string> = new Set(['oci', 'coreweave', 'lambda']);

const offered = (provider: string, document: string, rows: readonly Row[]): InstanceType[] =>
  rows.map(([name, model, accelerators, note]) => {
    const checked = CHECKED_CLOUDS.has(provider) || CHECKED.has(name);
    const source = checked ? document : `${document}${UNCHECKED}`;
    return { provider, name, model, accelerators, source, ...(note === undefined ? {} : { note }) };
  });

/** What clouds sell by name, as their documentation says; fractional GPUs are left out, because they are no number of accelerators. */
export const INSTANCE_TYPES: readonly InstanceType[] = [
  ...offered('aws', 'Amazon EC2 documentation, accelerated computing instances', [
    ['p3.2xlarge', V100_16, 1],
    ['p3.8xlarge', V100_16, 4],
    ['p3.16xlarge', V100_16, 8],
    ['p3dn.24xlarge', V100_32, 8],
    ['p4d.24xlarge', A100_40, 8],
    ['p4de.24xlarge', A100_80, 8],
    ['p5.4xlarge', H100, 1],
    ['p5.48xlarge', H100, 8],
    ['p5e.48xlarge', H200, 8],
    ['p5en.48xlarge', H200, 8],
    ['p6-b200.48xlarge', 'NVIDIA B200', 8],
    ['p6-b300.48xlarge', 'NVIDIA B300', 8],
    ['p6e-gb200.36xlarge', 'NVIDIA GB200', 4, 'sold as UltraServers u-p6e-gb200x36 and x72'],
    ['g4dn.xlarge', 'NVIDIA T4', 1],
    ['g4dn.12xlarge', 'NVIDIA T4', 4],
    ['g4dn.metal', 'NVIDIA T4', 8],
    ['g5.xlarge', 'NVIDIA A10G', 1],
    ['g5.12xlarge', 'NVIDIA A10G', 4],
    ['g5.24xlarge', 'NVIDIA A10G', 4],
    ['g5.48xlarge', 'NVIDIA A10G', 8],
    ['g6.xlarge', 'NVIDIA L4', 1],
    ['g6.12xlarge', 'NVIDIA L4', 4],
    ['g6.48xlarge', 'NVIDIA L4', 8],
    ['g6e.xlarge', 'NVIDIA L40S', 1],
    ['g6e.12xlarge', 'NVIDIA L40S', 4],
    ['g6e.48xlarge', 'NVIDIA L40S', 8],
    ['inf1.24xlarge', 'Amazon Inferentia1', 16],
    ['inf2.xlarge', 'AWS Inferentia2', 1],
    ['inf2.24xlarge', 'AWS Inferentia2', 6],
    ['inf2.48xlarge', 'AWS Inferentia2', 12],
    ['trn1.2xlarge', 'Amazon Trainium1', 1],
    ['trn1.32xlarge', 'Amazon Trainium1', 16],
    ['trn1n.32xlarge', 'Amazon Trainium1', 16],
    ['trn2.48xlarge', 'Amazon Trainium2', 16],
  ]),
  ...offered('azure', 'Azure documentation, GPU accelerated virtual machine sizes', [
    ['Standard_NC6s_v3', 'NVIDIA V100 PCIe 16GB', 1],
    ['Standard_NC12s_v3', 'NVIDIA V100 PCIe 16GB', 2],
    ['Standard_NC24s_v3', 'NVIDIA V100 PCIe 16GB', 4],
    ['Standard_ND40rs_v2', V100_32, 8],
    ['Standard_NC64as_T4_v3', 'NVIDIA T4', 4],
    ['Standard_NC24ads_A100_v4', A100_PCIE_80, 1],
    ['Standard_NC48ads_A100_v4', A100_PCIE_80, 2],
    ['Standard_NC96ads_A100_v4', A100_PCIE_80, 4],
    ['Standard_ND96asr_v4', A100_40, 8],
    ['Standard_ND96amsr_A100_v4', A100_80, 8],
    ['Standard_NC40ads_H100_v5', 'NVIDIA H100 NVL', 1],
    ['Standard_NC80adis_H100_v5', 'NVIDIA H100 NVL', 2],
    ['Standard_ND96isr_H100_v5', H100, 8],
    ['Standard_ND96isr_H200_v5', H200, 8],
    ['Standard_ND96isr_MI300X_v5', 'AMD Instinct MI300X', 8],
    ['Standard_ND128isr_NDR_GB200_v6', 'NVIDIA GB200', 4],
    ['Standard_ND128isr_GB300_v6', 'NVIDIA GB300', 4],
  ]),
  ...offered('gcp', 'Google Cloud documentation, GPU machine types', [
    ['a2-highgpu-1g', A100_40, 1],
    ['a2-highgpu-2g', A100_40, 2],
    ['a2-highgpu-4g', A100_40, 4],
    ['a2-highgpu-8g', A100_40, 8],
    ['a2-megagpu-16g', A100_40, 16, 'sixteen in one machine: eight to a node does not hold'],
    ['a2-ultragpu-1g', A100_80, 1],
    ['a2-ultragpu-8g', A100_80, 8],
    ['a3-highgpu-8g', H100, 8],
    ['a3-megagpu-8g', H100, 8],
    ['a3-ultragpu-8g', H200, 8],
    ['a4-highgpu-8g', 'NVIDIA B200', 8],
    ['a4x-highgpu-4g', 'NVIDIA GB200', 4],
    ['g2-standard-4', 'NVIDIA L4', 1],
    ['g2-standard-96', 'NVIDIA L4', 8],
  ]),
  ...offered('gcp', 'Google Cloud documentation, Cloud TPU versions', [
    ['ct4p-hightpu-4t', 'Google TPU v4', 4],
    ['ct5lp-hightpu-1t', 'Google TPU v5e', 1],
    ['ct5lp-hightpu-4t', 'Google TPU v5e', 4],
    ['ct5lp-hightpu-8t', 'Google TPU v5e', 8],
    ['ct5p-hightpu-4t', 'Google TPU v5p', 4],
    ['ct6e-standard-4t', TRILLIUM, 4],
    ['ct6e-standard-8t', TRILLIUM, 8],
    ['v2-8', 'Google TPU v2', 4, TENSOR_CORES],
    ['v3-8', 'Google TPU v3', 4, TENSOR_CORES],
    ['v4-4096', 'Google TPU v4', 2048, TENSOR_CORES],
    ['v5p-4096', 'Google TPU v5p', 2048, TENSOR_CORES],
    ['v5litepod-256', 'Google TPU v5e', 256, CHIPS],
    ['v6e-256', TRILLIUM, 256, CHIPS],
  ]),
  ...offered('oci', 'Oracle Cloud Infrastructure documentation, compute shapes', [
    ['VM.GPU3.1', V100_16, 1],
    ['VM.GPU3.2', V100_16, 2],
    ['VM.GPU3.4', V100_16, 4],
    ['BM.GPU3.8', V100_16, 8],
    ['BM.GPU4.8', A100_40, 8],
    ['BM.GPU.A100-v2.8', A100_80, 8],
    ['VM.GPU.A10.1', 'NVIDIA A10', 1],
    ['VM.GPU.A10.2', 'NVIDIA A10', 2],
    ['BM.GPU.A10.4', 'NVIDIA A10', 4],
    ['BM.GPU.L40S.4', 'NVIDIA L40S', 4],
    ['BM.GPU.H100.8', H100, 8],
    ['BM.GPU.H200.8', H200, 8],
    ['BM.GPU.B200.8', 'NVIDIA B200', 8],
    ['BM.GPU.B300.8', 'NVIDIA B300', 8],
    ['BM.GPU.GB200.4', 'NVIDIA GB200', 4],
    ['BM.GPU.GB300.4', 'NVIDIA GB300', 4],
    ['BM.GPU.MI300X.8', 'AMD Instinct MI300X', 8],
    ['BM.GPU.MI355X.8', 'AMD Instinct MI355X', 8],
    ['BM.GPU.RTXPRO.8', 'NVIDIA RTX PRO 6000 Blackwell Server Edition', 8],
  ]),
  ...offered('coreweave', 'CoreWeave documentation, GPU instances', [
    ['gd-8xa100-i128', A100_80, 8],
    ['gd-8xl40-i128', 'NVIDIA L40', 8],
    ['gd-8xl40s-i128', 'NVIDIA L40S', 8],
    ['gd-8xh100ib-i128', H100, 8],
    ['gd-8xh200ib-i128', H200, 8],
    ['gd-1xgh200', 'NVIDIA GH200', 1],
    ['b200-8x', 'NVIDIA B200', 8],
    ['gb200-4x', 'NVIDIA GB200', 4],
    ['gb300-4x', 'NVIDIA GB300', 4],
    ['rtxp6000-8x', 'NVIDIA RTX PRO 6000 Blackwell Server Edition', 8],
  ]),
  ...offered('lambda', 'Lambda Cloud API, instance types', [
    ['gpu_8x_v100', V100_16, 8],
    ['gpu_8x_v100_n', V100_16, 8],
    ['gpu_1x_rtx6000', 'NVIDIA Quadro RTX 6000', 1],
    ['gpu_1x_a6000', 'NVIDIA RTX A6000', 1],
    ['gpu_2x_a6000', 'NVIDIA RTX A6000', 2],
    ['gpu_4x_a6000', 'NVIDIA RTX A6000', 4],
    ['gpu_1x_a10', 'NVIDIA A10', 1],
    ['gpu_1x_a100_sxm4', A100_40, 1],
    ['gpu_8x_a100', A100_40, 8],
    ['gpu_8x_a100_80gb_sxm4', A100_80, 8],
    ['gpu_1x_h100_pcie', 'NVIDIA H100 PCIe', 1],
    ['gpu_1x_h100_sxm5', H100, 1],
    ['gpu_2x_h100_sxm5', H100, 2],
    ['gpu_4x_h100_sxm5', H100, 4],
    ['gpu_8x_h100_sxm5', H100, 8],
    ['gpu_1x_gh200', 'NVIDIA GH200', 1],
    ['gpu_1x_b200_sxm6', 'NVIDIA B200', 1],
    ['gpu_2x_b200_sxm6', 'NVIDIA B200', 2],
    ['gpu_4x_b200_sxm6', 'NVIDIA B200', 4],
    ['gpu_8x_b200_sxm6', 'NVIDIA B200', 8],
  ]),
];

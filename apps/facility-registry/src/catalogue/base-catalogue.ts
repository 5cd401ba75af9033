import { AcceleratorCatalogue, type InstanceType } from '@tidemark/domain';

export const BASE_CATALOGUE = new AcceleratorCatalogue(1, [
  { model: 'NVIDIA A100 SXM4 80 GB', vendor: 'NVIDIA', aliases: ['A100'], peaksGflops: { BF16: 312_000, TF32: 156_000, INT8: 624_000, FP64T: 19_500 }, sources: {} },
  { model: 'NVIDIA H100 SXM5 80GB', vendor: 'NVIDIA', aliases: ['H100 SXM'], peaksGflops: { BF16: 989_400 }, sources: {} },
]);
export const INSTANCE_TYPES: InstanceType[] = [];

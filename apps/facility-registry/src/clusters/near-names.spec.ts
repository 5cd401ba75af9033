import { nearNames } from './near-names.js';

const names = ['NVIDIA H100 SXM5 80GB', 'NVIDIA H100 PCIe', 'NVIDIA A100', 'Google TPU v4', 'AMD Instinct MI300X'];

describe('near names', () => {
  it('finds the model behind a slip of the finger', () => expect(nearNames('NVIDIA A10O', names)[0]).toBe('NVIDIA A100'));
  it('finds all that contain a short name', () => expect(nearNames('h100', names)).toEqual(['NVIDIA H100 PCIe', 'NVIDIA H100 SXM5 80GB']));
  it('offers nothing that is not similar', () => expect(nearNames('quantum annealer 9000', names)).toEqual([]));
  it('offers nothing for a name of signs alone', () => expect(nearNames('---', names)).toEqual([]));
  it('offers three at most', () => expect(nearNames('nvidia', ['nvidia a', 'nvidia b', 'nvidia c', 'nvidia d'])).toHaveLength(3));
});

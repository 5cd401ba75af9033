import { normaliseAcceleratorName } from './accelerator-name.js';

describe('normaliseAcceleratorName', () => {
  it.each([
    ['NVIDIA_A100-SXM4  40GB', 'nvidia a100 sxm4 40gb'],
    ['  NVIDIA\tA100 \u00a0 SXM4 -_- 40GB ', 'nvidia a100 sxm4 40gb'],
    ['NVIDIA H100', 'nvidia h100'],
    ['ＮＶＩＤＩＡ Ｈ１００', 'nvidia h100'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['ΣΑΣ', 'σασ'],
    ['σας', 'σασ'],
    ['Kelvin', 'kelvin'],
    ['I', 'i'],
    ['ı', 'ı'],
    ['İ', 'i\u0307'],
    ['e\u0301', 'é'],
  ])('%j is %j', (name, normal) => expect(normaliseAcceleratorName(name)).toBe(normal));

  it('leaves apart what only looks like one name', () => {
    expect(normaliseAcceleratorName('A100 40 GB')).not.toBe(normaliseAcceleratorName('A100 40GB'));
    expect(normaliseAcceleratorName('A100/40GB')).not.toBe(normaliseAcceleratorName('A100 40GB'));
  });
});

import type { SampleTenant } from './sample-customer.js';

const EXTRACT = 'Ownership statement of the customer (fictional)';

export const AURORA_TIES: Omit<SampleTenant, 'provider' | 'customers'> = {
  edges: [
    // Aurora does not know who is behind the holding; the scheme, which knows Microsoft ITP's records too, does.
    { owner: 'veldhuis', owned: 'skagerrak-invest', kind: 'SHARES', share: '4/5', from: '2015-02-01', evidence: EXTRACT },
    { owner: 'skagerrak-invest', owned: 'nordlys-vision', kind: 'SHARES', share: '11/20', from: '2017-09-01', evidence: EXTRACT },
    { owner: 'annelie-ostermann', owned: 'kestrel-nine', kind: 'SHARES', share: '3/5', from: '2010-01-01', evidence: EXTRACT },
    { owner: 'annelie-ostermann', owned: 'ostara-datenwerke', kind: 'SHARES', share: '2/5', from: '2010-01-01', evidence: EXTRACT },
    { owner: 'kestrel-nine', owned: 'ostara-datenwerke', kind: 'SHARES', share: '3/10', from: '2013-07-01', evidence: EXTRACT },
    { owner: 'ostara-datenwerke', owned: 'brisa-computo', kind: 'SHARES', share: '11/20', from: '2016-01-01', evidence: EXTRACT },
    { owner: 'brisa-computo', owned: 'kestrel-nine', kind: 'SHARES', share: '1/5', from: '2018-05-01', evidence: EXTRACT },
    {
      owner: 'imogen-ashgrove',
      owned: 'ashgrove-trust',
      kind: 'CONTRACT',
      from: '2008-03-20',
      evidence: 'Deed of appointment (fictional)',
    },
    { owner: 'ashgrove-trust', owned: 'ashgrove-analytics', kind: 'TRUST', from: '2008-03-20', evidence: 'Deed of trust (fictional)' },
  ],
  links: [
    { account: 'nordlys-train', customer: 'nordlys-vision', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract A-1001' },
    { account: 'nordlys-serve', customer: 'nordlys-vision', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract A-1001' },
    { account: 'hanse-eval', customer: 'hanse', from: '2026-01-01', evidence: 'DOMAIN', detail: 'hanse-sprachmodelle.example' },
    { account: 'ostara-web', customer: 'ostara-datenwerke', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract A-1007' },
    {
      account: 'marchetti-films',
      customer: 'elena-marchetti-voss',
      from: '2026-02-10',
      evidence: 'PAYMENT_TOKEN',
      detail: 'tok_sample_elena-marchetti-voss',
    },
  ],
  transfers: [],
  signals: [
    {
      account: 'walk-in-7',
      paymentTokens: ['tok_sample_devika-ranganathan'],
      emailDomains: ['devika-ranganathan.example'],
      administrationIps: ['203.0.113.130'],
    },
  ],
  resellers: [],
};

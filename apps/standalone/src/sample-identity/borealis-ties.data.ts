import type { SampleTenant } from './sample-customer.js';

const STATEMENT = 'Ownership statement of the customer (fictional)';

export const BOREALIS_TIES: Omit<SampleTenant, 'provider' | 'customers'> = {
  edges: [
    { owner: 'veldhuis-nv', owned: 'polar-translate', kind: 'SHARES', share: '51/100', from: '2019-04-01', evidence: STATEMENT },
    { owner: 'm-a-veldhuis', owned: 'polar-translate', kind: 'SHARES', share: '1/10', from: '2019-04-01', evidence: STATEMENT },
    { owner: 'yusuf-sanabili', owned: 'amira-sanabili', kind: 'FAMILY', from: '2005-01-01', evidence: 'Family register (fictional)' },
    { owner: 'yusuf-sanabili', owned: 'karim-sanabili', kind: 'FAMILY', from: '2005-01-01', evidence: 'Family register (fictional)' },
    { owner: 'amira-sanabili', owned: 'sanabili-genomics', kind: 'SHARES', share: '3/10', from: '2011-11-01', evidence: STATEMENT },
    { owner: 'karim-sanabili', owned: 'sanabili-genomics', kind: 'SHARES', share: '3/10', from: '2011-11-01', evidence: STATEMENT },
    {
      owner: 'meridian-stiftung',
      owned: 'open-tongues',
      kind: 'BOARD',
      from: '2015-06-15',
      evidence: 'Articles of the company (fictional)',
    },
    { owner: 'casimir-drovantis', owned: 'halcyon-freight', kind: 'SHARES', share: '3/10', from: '2020-10-01', evidence: STATEMENT },
  ],
  links: [
    { account: 'polar-main', customer: 'polar-translate', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract B-2001' },
    { account: 'sanabili-1', customer: 'sanabili-genomics', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract B-2003' },
    { account: 'open-tongues', customer: 'open-tongues', from: '2026-02-01', evidence: 'DOMAIN', detail: 'open-tongues.example' },
    { account: 'halcyon', customer: 'halcyon-freight', from: '2026-01-01', evidence: 'DECLARED', detail: 'Contract B-2010' },
    { account: 'starharbour-pool', customer: 'starharbour', from: '2026-01-01', evidence: 'DECLARED', detail: 'Resale agreement B-2011' },
  ],
  transfers: [],
  signals: [],
  resellers: [
    {
      account: 'starharbour-pool',
      customer: 'starharbour',
      from: '2026-01-01',
      subAccounts: ['starharbour-school-1', 'starharbour-school-2'],
    },
  ],
};

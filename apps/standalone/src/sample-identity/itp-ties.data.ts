import type { SampleTenant } from './sample-customer.js';

const EXTRACT = 'Register of shareholders, copy of 2021-02-15 (fictional)';

/** Who owns whom, and whose the accounts of the trace are said to have been: some from their first day, some late, two of ten never. */
export const ITP_TIES: Omit<SampleTenant, 'provider' | 'customers'> = {
  edges: [
    { owner: 'marijke-veldhuis', owned: 'veldhuis-holding', kind: 'SHARES', share: '0.62', from: '2009-05-01', evidence: EXTRACT },
    { owner: 'veldhuis-holding', owned: 'veldhuis-nordic', kind: 'SHARES', share: '1', from: '2014-01-01', evidence: EXTRACT },
    { owner: 'veldhuis-nordic', owned: 'lindqvist-robotik', kind: 'SHARES', share: '3/4', from: '2016-06-01', evidence: EXTRACT },
    { owner: 'sixten-lindqvist', owned: 'lindqvist-robotik', kind: 'SHARES', share: '1/4', from: '2016-06-01', evidence: EXTRACT },
    // The majority of the model maker passes from the holding to its founder in the middle of the trace.
    {
      owner: 'veldhuis-holding',
      owned: 'hanse-sprachmodelle',
      kind: 'SHARES',
      share: '3/5',
      from: '2018-03-01',
      to: '2021-04-01',
      evidence: EXTRACT,
    },
    { owner: 'veldhuis-holding', owned: 'hanse-sprachmodelle', kind: 'SHARES', share: '2/5', from: '2021-04-01', evidence: EXTRACT },
    {
      owner: 'jutta-reimers',
      owned: 'hanse-sprachmodelle',
      kind: 'SHARES',
      share: '2/5',
      from: '2018-03-01',
      to: '2021-04-01',
      evidence: EXTRACT,
    },
    { owner: 'jutta-reimers', owned: 'hanse-sprachmodelle', kind: 'SHARES', share: '3/5', from: '2021-04-01', evidence: EXTRACT },
    { owner: 'tanaka-hiroto', owned: 'tanaka-keisan', kind: 'SHARES', share: '1', from: '2001-04-01', evidence: EXTRACT },
    { owner: 'yerlan-saparbekov', owned: 'alatau-esepteu', kind: 'SHARES', share: '51/100', from: '2012-09-01', evidence: EXTRACT },
  ],
  links: [
    {
      account: 'cluster01',
      customer: 'aurelie-montclair',
      from: '2021-03-01',
      evidence: 'PAYMENT_TOKEN',
      detail: 'tok_sample_aurelie-montclair',
    },
    { account: 'cluster02', customer: 'lindqvist-robotik', from: '2021-03-01', evidence: 'DECLARED', detail: 'Order 2021-0117' },
    { account: 'cluster03', customer: 'lindqvist-robotik', from: '2021-03-01', evidence: 'DECLARED', detail: 'Order 2021-0118' },
    {
      account: 'cluster04',
      customer: 'hanse-sprachmodelle',
      from: '2021-03-01',
      evidence: 'DOMAIN',
      detail: 'hanse-sprachmodelle.example',
    },
    { account: 'cluster05', customer: 'tanaka-keisan', from: '2021-03-01', evidence: 'DECLARED', detail: 'Order 2021-0121' },
    { account: 'cluster06', customer: 'orchard-compute', from: '2021-03-01', evidence: 'DECLARED', detail: 'Resale agreement 2020-11' },
    { account: 'cluster07', customer: 'alatau-esepteu', from: '2021-03-01', evidence: 'DECLARED', detail: 'Order 2021-0125' },
    // In use since 4 March: what came before the link stays nobody's.
    { account: 'cluster08', customer: 'praca-sete', from: '2021-03-22', evidence: 'KEY', detail: 'SHA256:sample-key-of-praca-sete' },
  ],
  transfers: [
    {
      account: 'cluster07',
      from: 'alatau-esepteu',
      to: 'mtis-amindi',
      at: '2021-04-05T10:30:00Z',
      reason: 'The partners agreed that the account goes over.',
    },
  ],
  signals: [],
  resellers: [{ account: 'cluster06', customer: 'orchard-compute', from: '2021-03-01', subAccounts: [] }],
};

import { AURORA_CUSTOMERS } from './aurora-customers.data.js';
import { AURORA_TIES } from './aurora-ties.data.js';
import { BOREALIS_CUSTOMERS } from './borealis-customers.data.js';
import { BOREALIS_TIES } from './borealis-ties.data.js';
import { ITP_CUSTOMERS } from './itp-customers.data.js';
import { ITP_TIES } from './itp-ties.data.js';
import type { SampleTenant } from './sample-customer.js';

/** The fictional people and companies of the sample world, by the provider that onboarded them. */
export const SAMPLE_TENANTS: readonly SampleTenant[] = [
  { provider: 'microsoft-itp', customers: ITP_CUSTOMERS, ...ITP_TIES },
  { provider: 'aurora-cloud', customers: AURORA_CUSTOMERS, ...AURORA_TIES },
  { provider: 'borealis-compute', customers: BOREALIS_CUSTOMERS, ...BOREALIS_TIES },
];

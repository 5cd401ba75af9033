import { AURORA_CUSTOMERS } from './aurora-customers.data.js';
import { AURORA_TIES } from './aurora-ties.data.js';
import { BOREALIS_CUSTOMERS } from './borealis-customers.data.js';
import { BOREALIS_TIES } from './borealis-ties.data.js';
import { ITP_CUSTOMERS } from './itp-customers.data.js';
import { ITP_TIES } from './itp-ties.data.js';
import { AURORA_RUN, BOREALIS_RUN, type RunIdentities } from './run-customers.data.js';
import type { SampleTenant } from './sample-customer.js';

/** The fictional people and companies of the sample world, by the provider that onboarded them. */
export const SAMPLE_TENANTS: readonly SampleTenant[] = [
  { provider: 'microsoft-itp', customers: ITP_CUSTOMERS, ...ITP_TIES },
  withRun({ provider: 'aurora-cloud', customers: AURORA_CUSTOMERS, ...AURORA_TIES }, AURORA_RUN),
  withRun({ provider: 'borealis-compute', customers: BOREALIS_CUSTOMERS, ...BOREALIS_TIES }, BOREALIS_RUN),
];

/** Before the others: the last of a tenant's says by being there that nothing is left. */
function withRun(tenant: SampleTenant, { customers, edges, links }: RunIdentities): SampleTenant {
  return {
    ...tenant,
    customers: [...customers, ...tenant.customers],
    edges: [...edges, ...tenant.edges],
    links: [...links, ...tenant.links],
  };
}

import type { ApiClient } from '../sample/api-client.js';
import { isCounted } from '../sample/report-numbers.js';
import { fillTenant } from './fill-tenant.js';
import { importSampleList } from './import-sample-list.js';
import { RegistryClient } from './registry-client.js';
import { SAMPLE_TENANTS } from './sample-tenants.js';
import { SAMPLE_USAGE, usageReport } from './sample-usage.data.js';

export interface IdentityHands {
  /** The client of a provider, or of the operator. */
  clientOf(name: string): ApiClient;
  /** Two compliance analysts of the provider. */
  analystsOf(provider: string): readonly [ApiClient, ApiClient];
}

/** Brings in the fictional customers of the sample world, through the public door alone. Can be broken off and repeated at any time. */
export async function fillIdentities({ clientOf, analystsOf }: IdentityHands): Promise<void> {
  // First, so that everybody who comes in is screened against it.
  await importSampleList(new RegistryClient(clientOf('operator')));
  await Promise.all(
    SAMPLE_TENANTS.map((tenant) =>
      fillTenant(tenant, {
        machine: new RegistryClient(clientOf(tenant.provider)),
        analysts: () => {
          const [first, second] = analystsOf(tenant.provider).map((analyst) => new RegistryClient(analyst));
          return { first: first!, second: second! };
        },
      }),
    ),
  );
}

/** A little use of the made-up providers, each in one report, unless it was counted already. */
export async function sendSampleUsage(clientOf: IdentityHands['clientOf']): Promise<void> {
  for (const usage of SAMPLE_USAGE) {
    const client = clientOf(usage.provider);
    if (!(await isCounted(client, usage.source, 1, 1))) await client.post('/v1/reports', JSON.stringify(usageReport(usage)));
  }
}

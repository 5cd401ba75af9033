import type { Progress } from '../home/progress.js';
import type { ApiClient } from '../sample/api-client.js';
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
  progress: Progress;
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

/** A little use of the made-up providers. A report that was counted already is known by its number. */
export async function sendSampleUsage(clientOf: IdentityHands['clientOf']): Promise<void> {
  for (const usage of SAMPLE_USAGE) await clientOf(usage.provider).post('/v1/reports', JSON.stringify(usageReport(usage)));
}

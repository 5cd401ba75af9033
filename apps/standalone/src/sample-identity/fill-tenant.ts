import type { RegistryClient } from './registry-client.js';
import type { SampleCustomer, SampleTenant } from './sample-customer.js';
import { type Analysts, verifyCustomer } from './verify-customer.js';

/** Ids of customer records by reference. */
type Ids = ReadonlyMap<string, string>;

export interface TenantHands {
  /** The provider's own client: brings everything in, decides nothing. */
  machine: RegistryClient;
  /** Two people of the provider, who decide. */
  analysts(): Analysts;
}

/**
 * Brings in what one provider knows of its customers. The last of them comes when everything else is done, so that his being there says that
 * nothing is left.
 */
export async function fillTenant(tenant: SampleTenant, { machine, analysts }: TenantHands): Promise<void> {
  const last = tenant.customers.at(-1);
  if (last === undefined || (await machine.byReference(last.profile.reference)) !== undefined) return;
  const ids = new Map<string, string>();
  for (const customer of tenant.customers.slice(0, -1)) ids.set(customer.profile.reference, await onboard(machine, customer));
  await stateOwners(machine, tenant, ids);
  await linkAccounts(machine, tenant, ids);
  const hands = { machine, ...analysts() };
  for (const customer of tenant.customers)
    if (customer.level !== undefined) await verifyCustomer(customer, ids.get(customer.profile.reference)!, hands);
  await onboard(machine, last);
}

async function onboard(machine: RegistryClient, { profile, related }: SampleCustomer): Promise<string> {
  const { reference } = profile;
  const made = await machine.step<{ id: string }>(`customer/${reference}`, '/v1/customers', { ...profile, related }, ['REFERENCE_TAKEN']);
  const id = made?.id ?? (await machine.byReference(reference))?.id;
  if (id === undefined) throw new Error(`The record ${reference} is taken and cannot be found`);
  return id;
}

async function stateOwners(machine: RegistryClient, { edges }: SampleTenant, ids: Ids): Promise<void> {
  for (const { owner, owned, kind, share, from, to, evidence } of edges)
    await machine.step(
      `owner/${owned}/${owner}/${kind}/${from}`,
      `/v1/customers/${ids.get(owned)}/owners`,
      { owner: ids.get(owner), kind, share, from, to, evidence: [evidence], source: 'customer' },
      ['EDGE_OVERLAPS'],
    );
}

async function linkAccounts(machine: RegistryClient, { links, transfers, resellers, signals }: SampleTenant, ids: Ids): Promise<void> {
  for (const { account, customer, from, evidence, detail } of links)
    await machine.step(
      `link/${account}`,
      '/v1/links',
      { account, customer: ids.get(customer), from, evidence: { kind: evidence, detail } },
      ['ACCOUNT_ALREADY_LINKED'],
    );
  for (const { account, from, to, at, reason } of transfers)
    await machine.step(
      `transfer/${account}`,
      '/v1/links/transfers',
      { account, from: ids.get(from), to: ids.get(to), at, evidence: { kind: 'DECLARED', detail: reason } },
      ['ACCOUNT_NOT_LINKED_TO_CUSTOMER'],
    );
  for (const { account, from, subAccounts } of resellers)
    await machine.put(`reseller/${account}`, `/v1/resellers/${encodeURIComponent(account)}`, { from, subAccounts }, [
      'PRECONDITION_REQUIRED',
    ]);
  for (const { account, ...shared } of signals)
    await machine.put(`signals/${account}`, `/v1/accounts/${encodeURIComponent(account)}/signals`, shared);
}

import type { ApiClient } from '../sample/api-client.js';
import { LATE_LINK } from './frontier-run.data.js';

const HOUR_MS = 3_600_000;

/**
 * Ties the last account of the run to its company, from the first day on, unless that was ever done: a link that somebody reversed meanwhile
 * is not made again by the next start. Answers whether it was done now.
 */
export async function linkLate(client: ApiClient, startMs: number): Promise<boolean> {
  const { account, customer: reference, detail } = LATE_LINK;
  const links = await client.send<{ items: unknown[] }>('GET', `/v1/links?account=${account}`);
  if (links.items.length > 0) return false;
  const { id } = await customerOf(client, reference);
  // An hour belongs to whoever has the account at its start, and the run began within one.
  const from = new Date(Math.floor(startMs / HOUR_MS) * HOUR_MS).toISOString();
  const link = { account, customer: id, from, evidence: { kind: 'DECLARED', detail } };
  await client.post('/v1/links', JSON.stringify(link));
  return true;
}

export async function customerOf(client: ApiClient, reference: string): Promise<{ id: string }> {
  const { items } = await client.send<{ items: { id: string }[] }>('GET', `/v1/customers?reference=${reference}`);
  const [customer] = items;
  if (!customer) throw new Error(`There is no customer ${reference}: this data folder was made by a version without the simulated run`);
  return customer;
}

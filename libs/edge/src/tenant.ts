import type { Caller } from '@tidemark/access';
import type { Tenant } from '@tidemark/persistence';

/** Whose rows a caller may read: its provider's, or every tenant's for the scheme. What may be done with them the permissions say. */
export function tenantOfReader({ provider }: Pick<Caller, 'provider'>): Tenant {
  return provider === undefined ? { oversight: true } : { provider };
}

import type { CaseState, OrderTarget } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';
import { concernedIn } from '../requests/concerned.js';

/**
 * The provider's own customer records inside the scope: no order names, and no provider is told, a record of another. Refused where the case has
 * nothing to do with the provider or the customer: a warning to it would tell of what is none of its business.
 */
export async function reachOf(
  subjects: SubjectDirectory,
  tx: Transaction,
  state: CaseState,
  { provider, scope }: OrderTarget,
  nowMs: number,
): Promise<{ customers: string[] } | Refused> {
  const concerned = await concernedIn(subjects, tx, state, nowMs);
  if (!concerned.providers.includes(provider)) return refuse('ORDER_PROVIDER_OTHER', `${provider} has nothing to do with this case.`);
  if (scope.kind === 'customer') {
    if (concerned.customers.get(scope.id) === provider) return { customers: [scope.id] };
    return refuse('ORDER_PROVIDER_OTHER', `The case is about no customer record ${scope.id} of ${provider}.`);
  }
  const about = scope.kind === 'group' ? { ...scope, controlRule: scope.controlRule ?? 'control' } : { ...scope, provider };
  const records = await subjects.customersOf(tx, about, nowMs);
  return { customers: records.filter((record) => record.provider === provider).map(({ customer }) => customer) };
}

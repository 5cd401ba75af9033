import type { OrderTarget } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';

/** The provider's own customer records inside the scope: no order names, and no provider is told, a record of another. */
export async function customersAt(
  subjects: SubjectDirectory,
  tx: Transaction,
  { provider, scope }: OrderTarget,
  atMs: number,
): Promise<string[]> {
  if (scope.kind === 'customer') return [scope.id];
  const about = scope.kind === 'group' ? { ...scope, controlRule: scope.controlRule ?? 'control' } : { ...scope, provider };
  const records = await subjects.customersOf(tx, about, atMs);
  return records.filter((record) => record.provider === provider).map(({ customer }) => customer);
}

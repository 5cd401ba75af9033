import { type CaseState, scopeKeyOf } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { SubjectDirectory } from '../intake/subject-directory.js';

/**
 * The customer records inside a case: whoever its subject is now, and whoever each of its flags was about when it crossed, because accounts pass from
 * one customer to another.
 */
export async function customersInside(
  subjects: SubjectDirectory,
  tx: Transaction,
  { subject, flags }: Pick<CaseState, 'subject' | 'flags'>,
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const standing = [...flags.values()].filter(({ withdrawn }) => !withdrawn);
  const asked = new Map([
    [`${scopeKeyOf(subject)} ${nowMs}`, { scope: subject, atMs: nowMs }],
    ...standing.map(({ scope, momentMs }) => [`${scopeKeyOf(scope)} ${momentMs}`, { scope, atMs: momentMs }] as const),
  ]);
  const inside = new Set<string>();
  for (const { scope, atMs } of asked.values())
    for (const { customer } of await subjects.customersOf(tx, scope, atMs)) inside.add(customer);
  return inside;
}

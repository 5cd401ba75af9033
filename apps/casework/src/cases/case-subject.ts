import type { CaseScope } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';

const OF_PROVIDER: ReadonlySet<CaseScope['kind']> = new Set(['cluster', 'account', 'customer']);

/** What a person opens a case about, or looks for, written as flags write it: two ways to name the same would be two cases of one matter. */
export function subjectOf({ kind, provider, id }: CaseScope, field = 'subject.provider'): CaseScope | Refused<'SUBJECT_INCOMPLETE'> {
  if (OF_PROVIDER.has(kind))
    return provider === undefined
      ? refuse('SUBJECT_INCOMPLETE', `A ${kind} is named with its provider.`, { field })
      : { kind, provider, id };
  return kind === 'group' ? { kind, id, controlRule: 'control' } : { kind, id };
}

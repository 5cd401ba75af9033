import type { CaseContext } from '../case-context.js';
import type { CaseState } from '../case-state.js';
import { type CaseRefusal, type Instant, type PersonId, refusal } from '../case-vocabulary.js';
import type { IdentityReach } from './access-event.js';

const DAY_MS = 86_400_000;

type Refused = { refused: CaseRefusal } | undefined;

/** Why these identities cannot be opened in this case; `inside` are the customer records that its subject and flags cover. */
export function reachRefusal({ customers, fields }: IdentityReach, inside: ReadonlySet<string>): Refused {
  if (customers.length === 0 || fields.length === 0)
    return refusal('IDENTITY_REACH_EMPTY', 'Name the customers and the sections that are needed.');
  const outside = customers.filter((customer) => !inside.has(customer));
  // Whether such a record exists elsewhere is not said.
  return outside.length === 0 ? undefined : refusal('IDENTITY_OUTSIDE_CASE', `Not inside this case: ${outside.join(', ')}.`, { outside });
}

/** Why access cannot last until then; undefined: it can. */
export function untilRefusal(until: Instant, { now, policy }: Pick<CaseContext, 'now' | 'policy'>): Refused {
  if (until <= now) return refusal('ACCESS_END_PAST', 'The end of the access has passed.');
  if (until > now + policy.accessDaysMax * DAY_MS)
    return refusal('ACCESS_TOO_LONG', `Identities are opened for at most ${policy.accessDaysMax} days.`, { daysMax: policy.accessDaysMax });
  return undefined;
}

/** Why these persons cannot be let read; undefined: they can. */
export function readersRefusal(persons: readonly PersonId[], state: CaseState, { people, now }: CaseContext): Refused {
  const analyst = persons.find((person) => people.analysts.has(person));
  if (analyst !== undefined) return refusal('OWN_ANALYST', `${analyst} worked on the customer that this case is about.`);
  const elsewhere = persons.find((person) => {
    const known = people.changes.filter((change) => change.person === person && change.at <= now && change.authority !== undefined);
    const latest = known.reduce<(typeof known)[number] | undefined>(
      (last, one) => (last === undefined || one.at >= last.at ? one : last),
      undefined,
    );
    return latest !== undefined && latest.authority !== state.authority;
  });
  return elsewhere === undefined ? undefined : refusal('READER_OF_ANOTHER_AUTHORITY', `${elsewhere} works for another authority.`);
}

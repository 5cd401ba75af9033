import { canSpeakFor, isAuthorityId, isProviderId, worksForAuthority } from '@tidemark/access';
import { type PeopleRefusal, refusePerson } from './people.refusals.js';
import type { Person, PersonFact, Standing } from './person.model.js';

export type PersonCommand =
  | ({ do: 'invite'; username: string } & Standing)
  | ({ do: 'change' } & Partial<Standing>)
  | { do: 'reset-factors'; reason: string }
  | { do: 'disable'; reason: string }
  | { do: 'enable'; reason: string };

export type Decided = { fact: PersonFact } | { refused: PeopleRefusal };

/**
 * What an administrator's command makes of a person. Nobody changes her own standing: then there is always an administrator left, and
 * nobody widens her own rights.
 */
export function decidePerson(command: PersonCommand, person: Person | undefined, actor: string): Decided {
  if (command.do === 'invite') return invite(command, person);
  if (!person) return refusePerson('PERSON_NOT_FOUND', 'There is no such person.');
  if (person.id === actor) return refusePerson('NOT_YOURSELF', 'Another administrator has to do this.');
  switch (command.do) {
    case 'change':
      return change(command, person);
    case 'reset-factors':
      if (person.status === 'disabled') return refusePerson('PERSON_DISABLED', 'A disabled person cannot enrol.');
      return { fact: { kind: 'FACTORS_RESET', reason: command.reason } };
    case 'disable':
      if (person.status === 'disabled') return refusePerson('PERSON_DISABLED', 'The person is disabled already.');
      return { fact: { kind: 'DISABLED', reason: command.reason } };
    case 'enable':
      if (person.status !== 'disabled') return refusePerson('PERSON_NOT_DISABLED', 'The person can sign in.');
      return { fact: { kind: 'ENABLED', reason: command.reason } };
    default:
      return command satisfies never;
  }
}

function invite(command: Extract<PersonCommand, { do: 'invite' }>, taken: Person | undefined): Decided {
  const { do: _, username, ...standing } = command;
  if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(username)) return refusePerson('USERNAME_MALFORMED', 'The user name is not one.', 'username');
  if (taken) return refusePerson('USERNAME_TAKEN', 'Somebody has this user name.', 'username');
  return refusalOf(standing) ?? { fact: { kind: 'INVITED', username, ...standing } };
}

function change(command: Extract<PersonCommand, { do: 'change' }>, person: Person): Decided {
  const role = command.role ?? person.role;
  // A role that has no provider takes the provider away with it; a provider is never guessed for one that has.
  const kept = canSpeakFor(role, 'own') && (command.role === undefined || !canSpeakFor(role, 'scheme')) ? person.provider : undefined;
  // Who stays a regulator stays with her authority: without one she would be of the installation's own.
  const authority = command.authority ?? (worksForAuthority(role) ? person.authority : undefined);
  const standing = { name: command.name ?? person.name, role, provider: command.provider ?? kept, authority };
  return refusalOf(standing) ?? { fact: { kind: 'CHANGED', ...standing } };
}

function refusalOf({ name, role, provider, authority }: Standing): { refused: PeopleRefusal } | undefined {
  if (name.length > 128 || name.trim() === '' || /\p{C}/u.test(name))
    return refusePerson('PERSON_NAME_MALFORMED', 'The name is not one.', 'name');
  if (authority !== undefined && !worksForAuthority(role))
    return refusePerson('ROLE_OF_NO_AUTHORITY', `${role} is of no authority.`, 'authority');
  if (authority !== undefined && !isAuthorityId(authority))
    return refusePerson('AUTHORITY_MALFORMED', 'The authority is not an id.', 'authority');
  if (provider === undefined)
    return canSpeakFor(role, 'scheme') ? undefined : refusePerson('ROLE_NEEDS_PROVIDER', `${role} is of a provider.`, 'provider');
  if (!canSpeakFor(role, 'own')) return refusePerson('ROLE_OF_NO_PROVIDER', `${role} is of the scheme.`, 'provider');
  return isProviderId(provider) ? undefined : refusePerson('PROVIDER_MALFORMED', 'The provider is not an id.', 'provider');
}

import { randomBytes } from 'node:crypto';
import type { CredentialsFile } from '../credentials/credentials-file.js';
import { acceptInvitation } from '../person-client/accept-invitation.js';
import { passwordHolds } from '../person-client/person-sign-in.js';
import type { ApiClient } from './api-client.js';
import type { SamplePerson } from './sample-people.js';

interface PersonAnswer {
  id: string;
  username: string;
}
interface InvitedAnswer {
  invitation: { url: string };
}

/**
 * Invites people as the administrator, takes each invitation up as the person would, and keeps what they sign in with in the credentials
 * file. Can be repeated: whoever is there without being in the file (a crash between the two), or with other secrets (the folder was used
 * with another database meanwhile), is given new ones.
 */
export async function registerPeople(
  administrator: ApiClient,
  file: CredentialsFile,
  people: readonly SamplePerson[],
  /** Where links open for this process: the public address may lead through a proxy. */
  local: string,
): Promise<void> {
  // A start that finds all in place asks one of them alone: a password takes a tenth of a second to check, and the administrator's code works once.
  const [first] = people;
  const all = people.every(({ username }) => file.person(username) !== undefined);
  if (first && all && (await passwordHolds(`${local}/oidc`, file.person(first.username)!))) return;
  const { items } = (await administrator.find<{ items: PersonAnswer[] }>('/v1/people?limit=500'))!;
  await Promise.all(
    people.map(async (person) => {
      const known = items.find(({ username }) => username === person.username);
      const kept = file.person(person.username);
      if (known && kept && (await passwordHolds(`${local}/oidc`, kept))) return;
      const { invitation } = known
        ? await administrator.post<InvitedAnswer>(
            `/v1/people/${known.id}/factors/reset`,
            JSON.stringify({ reason: 'Its secrets were lost' }),
          )
        : await administrator.post<InvitedAnswer>('/v1/people', JSON.stringify(person));
      const password = passwordFor(person);
      const { totpSecret } = await acceptInvitation(`${local}${new URL(invitation.url).pathname}`, password);
      const { username, name, role, provider = null, authority } = person;
      file.putPerson({ name, role, provider, ...(authority === undefined ? {} : { authority }), username, password, totpSecret });
    }),
  );
}

/** Short names stand in a random text now and then, and a password that holds its owner's name is refused. */
function passwordFor({ username }: Pick<SamplePerson, 'username'>): string {
  const password = randomBytes(18).toString('base64url');
  return password.toLowerCase().includes(username) ? passwordFor({ username }) : password;
}

import { type AccessToken, type ClientCredentials, type ClientMetadata, errors } from 'oidc-provider';
import type { People, Sessions } from '../people/people.port.js';
import { ACR_TWO_FACTORS } from '../sign-in/second-factor.js';

/** What a token says of a machine: what its client is registered with. */
function machineClaims(client: ClientMetadata): Record<string, unknown> {
  const { tidemark_provider: provider, tidemark_role: role } = client;
  return { ...(provider === undefined ? {} : { tidemark_provider: provider }), tidemark_role: role };
}

/** What an access token says of its bearer. A person is asked for each time: a token never says what she was yesterday. */
export async function claimsOf(
  token: AccessToken | ClientCredentials,
  { people, sessions }: { people: People; sessions: Sessions },
): Promise<Record<string, unknown>> {
  if (token.kind === 'ClientCredentials') return machineClaims(token.client as unknown as ClientMetadata);
  const { accountId, grantId } = token as AccessToken;
  const person = await people.find(accountId);
  const session = grantId === undefined ? undefined : await sessions.ofGrant(grantId);
  if (person?.status !== 'active' || !session) throw new errors.InvalidGrant('the session has ended');
  const { id, role, provider, authority } = person;
  return {
    tidemark_person: id,
    tidemark_role: role,
    ...(provider === undefined ? {} : { tidemark_provider: provider }),
    ...(authority === undefined ? {} : { tidemark_authority: authority }),
    sid: session.session,
    amr: session.amr,
    acr: ACR_TWO_FACTORS,
  };
}

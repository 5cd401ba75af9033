import { ROLE_SCOPES, SCOPES, type Scope } from '@tidemark/access';
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { People, Sessions } from '../people/people.port.js';

export interface GrantParts {
  audience: string;
  people: People;
  sessions: Sessions;
}

/**
 * What a signed-in person grants to one of our own programs: of what it asks for, all that her role can have. The grant is tied to the
 * session that it was made in, so that ending the session ends it.
 */
export async function grantForPerson(context: KoaContextWithOIDC, parts: GrantParts): Promise<Grant | undefined> {
  const { session, client, provider, result } = context.oidc;
  const person = session?.accountId === undefined ? undefined : await parts.people.find(session.accountId);
  if (!session || !client || !person) return undefined;
  const known = session.grantIdFor(client.clientId);
  // Another program on the same machine could pass for a native one: a person says yes to each sign-in (RFC 8252, 8.6).
  if (client.applicationType === 'native' && !result?.consent) return undefined;
  const grant = (known && (await provider.Grant.find(known))) || new provider.Grant({ accountId: person.id, clientId: client.clientId });
  grant.addOIDCScope([...context.oidc.requestParamOIDCScopes].join(' '));
  addScopes(grant, parts.audience, [...context.oidc.requestParamScopes], ROLE_SCOPES[person.role]);
  const grantId = await grant.save();
  const { amr = [] } = session as { amr?: string[] };
  const agent = context.get('user-agent');
  await parts.sessions.seen({
    uid: session.uid,
    grantId,
    clientId: client.clientId,
    person: person.id,
    amr,
    address: context.ip,
    agent,
    nowMs: Date.now(),
  });
  return grant;
}

/** What the role cannot have is written down as refused: the library would ask for it again otherwise. */
function addScopes(grant: Grant, audience: string, asked: string[], allowed: readonly Scope[]): void {
  const known = SCOPES.filter((scope) => asked.includes(scope));
  const granted = known.filter((scope) => allowed.includes(scope));
  const refused = known.filter((scope) => !allowed.includes(scope));
  if (granted.length > 0) grant.addResourceScope(audience, granted.join(' '));
  if (refused.length > 0) grant.rejectResourceScope(audience, refused.join(' '));
}

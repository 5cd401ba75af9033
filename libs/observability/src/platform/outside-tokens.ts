import { isRole, OidcTokenVerifier, ROLES, type Role } from '@tidemark/access';
import { ConfigError, type OidcConfig } from '@tidemark/config';

/** Believes the tokens of the configured issuer, read as the configuration says. Throws {@link ConfigError} for a role that there is not. */
export function outsideTokens(oidc: OidcConfig & { issuer: string }): OidcTokenVerifier {
  const { issuer, audience, claims: names, acrValues } = oidc;
  return new OidcTokenVerifier({ issuer, audience, claims: { names, roles: rolesOf(oidc.roles), acrValues } });
}

function rolesOf(words: OidcConfig['roles']): Record<string, Role> {
  const entries = Object.entries(words).map(([word, role]): [string, Role] => {
    if (!isRole(role)) throw new ConfigError([`TIDEMARK_OIDC_ROLES must lead to roles: ${ROLES.join(', ')}`]);
    return [word, role];
  });
  return Object.fromEntries(entries);
}

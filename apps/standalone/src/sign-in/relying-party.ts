import { isIP } from 'node:net';

/** Who a passkey is for: WebAuthn binds it to a host name. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/**
 * The one of our own addresses that the browser shows, or none where passkeys cannot work: a browser takes none for a bare address such
 * as 127.0.0.1. A name that is not ours is never taken from the request.
 */
export function relyingPartyOf(host: string | undefined, origins: readonly string[]): RelyingParty | undefined {
  const origin = origins.find((one) => new URL(one).host === host);
  if (origin === undefined) return undefined;
  const { hostname } = new URL(origin);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : undefined;
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TestIssuer {
  /** As it stands in the tokens. */
  issuer: string;
  /** Signs the claims; `iss`, `aud`, `sub`, `iat` and `exp` (in five minutes) unless given. Undefined removes a claim. */
  token(claims?: JWTPayload): Promise<string>;
  /** Takes another key from now on and publishes that one alone. */
  rotate(): Promise<void>;
  /** How often the keys were asked for. */
  readonly keyRequests: number;
  stop(): Promise<void>;
}

/** A small OpenID Connect issuer on a free port: discovery, keys, and tokens of any content. */
export async function startTestIssuer({ audience = 'urn:tidemark:api' } = {}): Promise<TestIssuer> {
  let keyRequests = 0;
  let kid = 0;
  let pair = await generateKeyPair('ES256');
  const server: Server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration') return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` }));
    if (request.url !== '/keys') return response.writeHead(404).end();
    keyRequests++;
    response.end(JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: String(kid), alg: 'ES256', use: 'sig' }] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    token: (claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: issuer, aud: audience, sub: 'tester', iat: now, exp: now + 300, ...claims };
      return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: String(kid) }).sign(pair.privateKey);
    },
    rotate: async () => {
      kid++;
      pair = await generateKeyPair('ES256');
    },
    get keyRequests() {
      return keyRequests;
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Passkey } from '../people/people.port.js';
import type { Person } from '../people/person.model.js';
import type { RelyingParty } from './relying-party.js';

type Transports = NonNullable<Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']>[number]['transports'];

/** What the browser needs to use a passkey, as JSON, and the challenge that its answer must be to. */
export interface Ceremony {
  options: string;
  challenge: string;
}

export async function beginRegistration(person: Person, party: RelyingParty): Promise<Ceremony> {
  const options = await generateRegistrationOptions({
    rpName: 'Tidemark',
    rpID: party.id,
    userName: person.username,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  return { options: JSON.stringify(options), challenge: options.challenge };
}

/** The new passkey; undefined when the answer does not hold. */
export async function finishRegistration(answer: string, challenge: string, party: RelyingParty): Promise<Passkey | undefined> {
  return holds(async () => {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: JSON.parse(answer),
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports, rpId: party.id };
  });
}

export async function beginAuthentication(passkeys: readonly Passkey[], party: RelyingParty): Promise<Ceremony> {
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports: transports as Transports })),
    userVerification: 'preferred',
  });
  return { options: JSON.stringify(options), challenge: options.challenge };
}

/** Which passkey answered, and its counter; undefined when the answer does not hold. */
export async function finishAuthentication(
  answer: string,
  challenge: string,
  party: RelyingParty,
  passkeys: readonly Passkey[],
): Promise<{ credentialId: string; counter: number } | undefined> {
  return holds(async () => {
    const response = JSON.parse(answer);
    const passkey = passkeys.find(({ credentialId }) => credentialId === response.id);
    if (!passkey) return undefined;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: false,
    });
    return verified ? { credentialId: passkey.credentialId, counter: authenticationInfo.newCounter } : undefined;
  });
}

/** The library throws for whatever is wrong with what a browser sent: here that is an answer like any other. */
async function holds<Result>(verify: () => Promise<Result | undefined>): Promise<Result | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}

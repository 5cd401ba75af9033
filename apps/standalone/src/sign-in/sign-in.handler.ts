import type { IssuerRecords } from '../issuer/issuer-storage.port.js';
import { readRecoveryCode } from '../people/one-time.js';
import { isPassword } from '../people/password.js';
import type { Factors, People, PersonFactors, SignInThrottle } from '../people/people.port.js';
import type { Person } from '../people/person.model.js';
import { ACCOUNT_POLICY, ADDRESS_POLICY } from '../people/throttle.policy.js';
import { totpStep } from '../people/totp.js';
import { beginAuthentication, type Ceremony, finishAuthentication } from './passkeys.js';
import type { RelyingParty } from './relying-party.js';
import { AMR_CODE, AMR_PASSKEY } from './second-factor.js';

export interface SignInParts {
  people: People;
  factors: PersonFactors;
  throttle: SignInThrottle;
  records: IssuerRecords;
  now: () => number;
}

/** Said to the person as it is. Nothing in it tells whether there is somebody of that name. */
export interface SignInRefusal {
  text: string;
  waitSeconds?: number;
}

export type SignedIn = { person: Person; amr: readonly string[] };

/** What a sign-in has reached: the password was right, the second factor is asked for. */
interface Step {
  person: string;
  challenge?: string;
}

const STEP = 'SignIn';
const STEP_SECONDS = 600;
const WRONG_PASSWORD: SignInRefusal = { text: 'The user name or the password is not right.' };
const WRONG_CODE: SignInRefusal = { text: 'The code is not right, or it was used before. Wait for the next one.' };
const WRONG_PASSKEY: SignInRefusal = { text: 'The passkey was not accepted.' };
const BEGIN_AGAIN: SignInRefusal = { text: 'This took too long. Enter your password again.' };

/** Password first, then a second factor: sign-in `uid` moves from one to the other, and both count every attempt before they look. */
export class SignInHandler {
  constructor(private readonly parts: SignInParts) {}

  /** Who is asked for the second factor in this sign-in. */
  async reached(uid: string): Promise<{ person: Person; factors: Factors } | undefined> {
    const step = await this.step(uid);
    const person = step && (await this.parts.people.find(step.person));
    return person?.status === 'active' ? { person, factors: await this.parts.factors.of(person.id) } : undefined;
  }

  /** Who is signed in already, and may continue. */
  async person(id: string | undefined): Promise<Person | undefined> {
    const person = id === undefined ? undefined : await this.parts.people.find(id);
    return person?.status === 'active' ? person : undefined;
  }

  async password(uid: string, username: string, password: string, address: string): Promise<{ refused: SignInRefusal } | undefined> {
    const name = username.trim().toLowerCase().slice(0, 128);
    const account = `account ${name}`;
    const locked = await this.attempt(account, address);
    if (locked) return locked;
    const person = await this.parts.people.findByUsername(name);
    // Asked for in any case, and the password tried in any case: somebody who is not there takes as long as somebody who is.
    const { passwordHash } = await this.parts.factors.of(person?.id ?? NOBODY);
    const right = await isPassword(passwordHash, password.slice(0, 1024));
    if (!right || person?.status !== 'active') return { refused: WRONG_PASSWORD };
    await this.parts.throttle.succeeded([account], [addressKey(address)]);
    await this.keep(uid, { person: person.id });
    return undefined;
  }

  /** Six digits of an authenticator app, or a recovery code. */
  async code(uid: string, typed: string, address: string): Promise<SignedIn | { refused: SignInRefusal }> {
    return this.secondFactor(uid, address, WRONG_CODE, AMR_CODE, async (person, { totpSecret }) => {
      const digits = typed.replace(/\s/g, '');
      if (totpSecret !== undefined && /^\d{6}$/.test(digits)) {
        const step = totpStep(totpSecret, digits, this.parts.now());
        return step !== undefined && this.parts.factors.useTotpStep(person.id, step);
      }
      return this.recoveryCode(person, typed);
    });
  }

  async beginPasskey(uid: string, party: RelyingParty): Promise<Ceremony | undefined> {
    const reached = await this.reached(uid);
    const usable = reached?.factors.passkeys.filter(({ rpId }) => rpId === party.id) ?? [];
    if (!reached || usable.length === 0) return undefined;
    const ceremony = await beginAuthentication(usable, party);
    await this.keep(uid, { person: reached.person.id, challenge: ceremony.challenge });
    return ceremony;
  }

  async passkey(uid: string, answer: string, party: RelyingParty, address: string): Promise<SignedIn | { refused: SignInRefusal }> {
    const challenge = (await this.step(uid))?.challenge;
    return this.secondFactor(uid, address, WRONG_PASSKEY, AMR_PASSKEY, async (person, { passkeys }) => {
      if (challenge === undefined) return false;
      // A challenge is answered once, whatever comes of it.
      await this.keep(uid, { person: person.id });
      const used = await finishAuthentication(answer, challenge, party, passkeys);
      return used !== undefined && this.parts.factors.usePasskey(used.credentialId, used.counter);
    });
  }

  forget(uid: string): Promise<void> {
    return this.parts.records.remove(STEP, uid);
  }

  private async secondFactor(
    uid: string,
    address: string,
    wrong: SignInRefusal,
    amr: readonly string[],
    holds: (person: Person, factors: Factors) => Promise<boolean>,
  ): Promise<SignedIn | { refused: SignInRefusal }> {
    const reached = await this.reached(uid);
    if (!reached) return { refused: BEGIN_AGAIN };
    const { person, factors } = reached;
    const key = `factor ${person.id}`;
    const locked = await this.attempt(key, address);
    if (locked) return locked;
    if (!(await holds(person, factors))) return { refused: wrong };
    await this.parts.throttle.succeeded([key], [addressKey(address)]);
    await this.forget(uid);
    return { person, amr };
  }

  private async recoveryCode(person: Person, typed: string): Promise<boolean> {
    const code = readRecoveryCode(typed);
    if (code === undefined || !(await this.parts.factors.useRecoveryCode(person.id, code))) return false;
    await this.parts.people.record(person.id, { kind: 'RECOVERY_CODE_USED' }, { actor: person.id, nowMs: this.parts.now() });
    return true;
  }

  private async attempt(key: string, address: string): Promise<{ refused: SignInRefusal } | undefined> {
    const keys = [
      { key, policy: ACCOUNT_POLICY },
      { key: addressKey(address), policy: ADDRESS_POLICY },
    ];
    const locked = await this.parts.throttle.attempt(keys, this.parts.now());
    if (!locked) return undefined;
    const waitSeconds = Math.ceil(locked.waitMs / 1000);
    return { refused: { text: `Too many attempts. Try again in ${waitSeconds} seconds.`, waitSeconds } };
  }

  private async step(uid: string): Promise<Step | undefined> {
    return (await this.parts.records.find(STEP, uid)) as Step | undefined;
  }

  private keep(uid: string, step: Step): Promise<void> {
    return this.parts.records.put(STEP, uid, step, STEP_SECONDS);
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const addressKey = (address: string): string => `address ${address}`;

import type { PersonCommand } from './decide-person.js';
import type { PeopleRefusal } from './people.refusals.js';
import type { Person, PersonFact } from './person.model.js';
import type { ThrottlePolicy } from './throttle.policy.js';

export interface RecordedFact {
  fact: PersonFact;
  actor: string;
  knownAtMs: number;
}

/** A one-time link by which a person sets a password and a second factor. */
export interface Invitation {
  token: string;
  expiresAtMs: number;
}

/** People, and every change of them. */
export interface People {
  find(id: string): Promise<Person | undefined>;
  findByUsername(username: string): Promise<Person | undefined>;
  /** In the order of their invitations, after the given number. */
  list(after: number, limit: number): Promise<{ person: Person; number: number }[]>;
  history(id: string): Promise<RecordedFact[]>;
  /** Decides and records in one transaction; ends what the change ends. `version`: refused unless the person is still that. */
  command(
    target: { id: string } | { username: string },
    command: PersonCommand,
    by: { actor: string; nowMs: number; version?: number },
  ): Promise<{ person: Person; invitation?: Invitation } | { refused: PeopleRefusal }>;
  /** A fact that changes nothing about who may do what. */
  record(id: string, fact: PersonFact, by: { actor: string; nowMs: number }): Promise<void>;
}

export interface Passkey {
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  /** The host name that it was made for, and is good for. */
  rpId: string;
}

/** What a person signs in with. */
export interface Factors {
  passwordHash: string | undefined;
  totpSecret: string | undefined;
  passkeys: Passkey[];
}

export interface PersonFactors {
  of(id: string): Promise<Factors>;
  /** False when this step, or a later one, was used before: a code works once. */
  useTotpStep(id: string, step: number): Promise<boolean>;
  /** False when there is no such code, or no more. */
  useRecoveryCode(id: string, code: string): Promise<boolean>;
  /** False when the counter went back: the passkey was copied. */
  usePasskey(credentialId: string, counter: number): Promise<boolean>;
}

/** What was entered under a one-time link so far. */
export interface PendingEnrolment {
  passwordHash?: string;
  totpSecret?: string;
  challenge?: string;
}

export type NewFactor = { factor: 'totp'; secret: string; step: number } | ({ factor: 'passkey' } & Passkey);

export interface Invitations {
  /** Undefined: there is no such link, it was used or has expired. */
  find(token: string, nowMs: number): Promise<{ person: Person; pending: PendingEnrolment } | undefined>;
  keep(token: string, pending: PendingEnrolment): Promise<void>;
  /** Uses the link up; false when somebody was faster. */
  complete(token: string, enrolment: { passwordHash: string; factor: NewFactor; recoveryCodes: string[]; nowMs: number }): Promise<boolean>;
}

export interface PersonSession {
  id: string;
  clients: string[];
  amr: string[];
  address: string;
  agent: string;
  beganAtMs: number;
  seenAtMs: number;
}

export interface Sessions {
  /** A sign-in that was just made, or is used for another client: `uid` and `grantId` are the issuer's. */
  seen(use: {
    uid: string;
    grantId: string;
    clientId: string;
    person: string;
    amr: string[];
    address: string;
    agent: string;
    nowMs: number;
  }): Promise<void>;
  open(person: string): Promise<PersonSession[]>;
  /** Ends the sessions of a person, or the one; answers their ids. Their tokens stop working within seconds. */
  end(person: string, by: { actor: string; nowMs: number; session?: string }): Promise<string[]>;
  /** The browser signed out. */
  endByUid(uid: string, nowMs: number): Promise<void>;
  /** The open session that a grant belongs to. */
  ofGrant(grantId: string): Promise<{ session: string; amr: string[] } | undefined>;
  /** Whether tokens of this session still work: it is open and its person active. */
  isGood(session: string): Promise<boolean>;
}

export interface SignInThrottle {
  /** Counts an attempt under each key before it is known to be good, or answers how long to wait. */
  attempt(keys: readonly { key: string; policy: ThrottlePolicy }[], nowMs: number): Promise<{ waitMs: number } | undefined>;
  /** The attempt was good: `cleared` starts anew, and the one just counted is taken back from `forgiven`. */
  succeeded(cleared: readonly string[], forgiven: readonly string[]): Promise<void>;
}

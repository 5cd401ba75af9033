import type { Transactions } from '@tidemark/persistence';
import type { RequestHandler } from 'express';
import type Provider from 'oidc-provider';
import { PostgresIssuerRecords } from '../issuer/issuer-records.postgres.js';
import type { SealedBox } from '../issuer/sealed-box.js';
import { PostgresFactors, PostgresInvitations } from '../people/factors.postgres.js';
import { PostgresPeople } from '../people/people.postgres.js';
import { PersonRows } from '../people/person-rows.postgres.js';
import { PostgresSessions } from '../people/sessions.postgres.js';
import { PostgresSignInThrottle } from '../people/sign-in-throttle.postgres.js';
import { SignInHandler } from '../sign-in/sign-in.handler.js';
import { signInRoutes } from '../sign-in/sign-in.routes.js';

export type PeopleStores = ReturnType<typeof peopleStores>;

/** What is kept of people, in the issuer's schema. */
export function peopleStores(transactions: Transactions, box: SealedBox) {
  const rows = new PersonRows(box);
  return {
    people: new PostgresPeople(transactions, rows),
    factors: new PostgresFactors(transactions, box),
    invitations: new PostgresInvitations(transactions, rows, box),
    sessions: new PostgresSessions(transactions, rows, box),
    throttle: new PostgresSignInThrottle(transactions, box),
    records: new PostgresIssuerRecords(transactions, box),
  };
}

export interface SignInOptions {
  issuer: string;
  /** Of this installation, as browsers reach it. */
  origins: readonly string[];
  /** A proxy stands before every request and says where it comes from. */
  trustedProxy: boolean;
  now?: () => number;
}

/** The pages of the sign-in. */
export function signInPages(provider: Provider, stores: PeopleStores, options: SignInOptions): RequestHandler {
  const { issuer, origins, trustedProxy, now = Date.now } = options;
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const handler = new SignInHandler({ ...stores, now });
  return signInRoutes({ provider, handler, base, origins, invitations: stores.invitations, now }, trustedProxy);
}

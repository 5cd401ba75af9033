import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OidcTokenVerifier, type PersonRole } from '@tidemark/access';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import express from 'express';
import { type PeopleStores, peopleStores, signInPages } from '../src/composition/embedded-people.js';
import { createIssuer } from '../src/issuer/issuer.js';
import { ISSUER_APP, ISSUER_MIGRATIONS, PostgresIssuerClients, PostgresIssuerKeys } from '../src/issuer/issuer-storage.postgres.js';
import { SealedBox } from '../src/issuer/sealed-box.js';
import { RevocableTokens } from '../src/people/revocable-tokens.js';
import { totpCode } from '../src/people/totp.js';
import { acceptInvitation } from '../src/person-client/accept-invitation.js';
import { actionOf, Browser, type Shown } from '../src/person-client/browser.js';
import type { PersonCredentials } from '../src/person-client/person-sign-in.js';

const AUDIENCE = 'urn:tidemark:api';
const VERIFIER = 'a'.repeat(43);
/** Where the program listens that is signed in to; nothing does. */
export const REDIRECT = 'http://127.0.0.1:9999/callback';
export const PASSWORD = 'a tide of small words';

/** The embedded issuer with its pages on a real database, and people who sign in. */
export class IssuerWorld {
  /** The pages' clock runs ahead by so much, and that of the check of tokens. */
  aheadMs = 0;
  checkedAheadMs = 0;
  private people = 0;

  private constructor(
    readonly issuer: string,
    readonly database: AppDatabase,
    readonly stores: PeopleStores,
    private readonly postgres: TestPostgres,
    private readonly server: Server,
    private readonly home: string,
  ) {}

  static async started(): Promise<IssuerWorld> {
    const postgres = await startTestPostgres();
    const database = await openAppDatabase({ url: postgres.url, app: ISSUER_APP, migrations: ISSUER_MIGRATIONS });
    const home = await mkdtemp(join(tmpdir(), 'tidemark-sign-in-'));
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const box = await SealedBox.in(home);
    const stores = peopleStores(database.transactions, box);
    const world = new IssuerWorld(`${origin}/oidc`, database, stores, postgres, server, home);
    const clients = new PostgresIssuerClients(database.transactions);
    const keys = new PostgresIssuerKeys(database.transactions, box);
    const { issuer } = world;
    const provider = await createIssuer({ issuer, audience: AUDIENCE, clients, keys, ...stores, cookieKey: box.derived('cookies') });
    const now = () => Date.now() + world.aheadMs;
    const app = express();
    app.use('/oidc', signInPages(provider, stores, { issuer, origins: [origin], trustedProxy: false, now }), provider.callback());
    server.on('request', app);
    return world;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.database.close();
    await this.postgres.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  readonly verifier = new RevocableTokens(
    { verify: (token) => this.signatures().verify(token) },
    { isGood: (session) => this.stores.sessions.isGood(session) },
    () => Date.now() + this.checkedAheadMs,
  );

  private checker: OidcTokenVerifier | undefined;
  private signatures(): OidcTokenVerifier {
    this.checker ??= new OidcTokenVerifier({ issuer: this.issuer, audience: AUDIENCE });
    return this.checker;
  }

  /** Nobody has tried anything yet. */
  async forgetAttempts(): Promise<void> {
    this.aheadMs = 0;
    await this.database.transactions.run((tx) => tx.query('delete from sign_in_attempt'));
  }

  /** Invited and enrolled; of the scheme when `at` is null. */
  async person(role: PersonRole = 'compliance-analyst', at: string | null = 'alpha', authority?: string) {
    const username = `person-${++this.people}`;
    const by = { actor: 'test', nowMs: Date.now() };
    const invite = { do: 'invite', username, name: 'A Person', role, provider: at ?? undefined, authority } as const;
    const made = await this.stores.people.command({ username }, invite, by);
    if ('refused' in made) throw new Error(made.refused.code);
    const { totpSecret, recoveryCodes } = await acceptInvitation(`${this.issuer}/invitation/${made.invitation!.token}`, PASSWORD);
    return { id: made.person.id, username, password: PASSWORD, totpSecret, recoveryCodes };
  }

  /** The page that asks for the password, in a browser of its own. */
  async begun(over: Record<string, string | undefined> = {}) {
    const browser = new Browser((url) => url.startsWith(REDIRECT));
    return { browser, page: await browser.get(this.request(over)) };
  }

  /** The address at which a program asks for a sign-in. */
  request(over: Record<string, string | undefined> = {}): string {
    const parameters = {
      client_id: 'tidemark-cli',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid',
      state: 's',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...over,
    };
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${this.issuer}/auth?${new URLSearchParams(given)}`;
  }

  send(browser: Browser, page: Shown, form: Record<string, string>): Promise<Shown> {
    return browser.post(actionOf(page, Object.keys(form)[0]!)!, form);
  }

  /** As far as the code that the program gets. */
  async code(who: PersonCredentials): Promise<string> {
    const { browser, page } = await this.begun();
    const second = await this.send(browser, page, { username: who.username, password: who.password });
    const done = await this.send(browser, second, { code: totpCode(who.totpSecret, Date.now() + 30_000) });
    return new URL(done.url).searchParams.get('code')!;
  }

  async exchange(form: Record<string, string>) {
    const defaults = { grant_type: 'authorization_code', client_id: 'tidemark-cli', redirect_uri: REDIRECT, code_verifier: VERIFIER };
    const response = await fetch(`${this.issuer}/token`, { method: 'POST', body: new URLSearchParams({ ...defaults, ...form }) });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  async verdict(token: string): Promise<string> {
    const result = await this.verifier.verify(token);
    return 'caller' in result ? 'GOOD' : result.refused.code;
  }
}

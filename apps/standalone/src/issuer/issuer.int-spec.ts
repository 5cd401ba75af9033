import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OidcTokenVerifier } from '@tidemark/access';
import { type AppDatabase, openAppDatabase } from '@tidemark/persistence';
import { startTestPostgres, type TestPostgres } from '@tidemark/testing';
import express from 'express';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { peopleStores } from '../composition/embedded-people.js';
import { EmbeddedCredentials } from './embedded-credentials.js';
import { createIssuer } from './issuer.js';
import { OPERATOR_SCOPES, operatorClient, PROVIDER_SCOPES } from './issuer-client.model.js';
import { ISSUER_APP, ISSUER_MIGRATIONS, PostgresIssuerClients, PostgresIssuerKeys } from './issuer-storage.postgres.js';
import { SealedBox } from './sealed-box.js';

const audience = 'urn:tidemark:api';

describe('embedded issuer', () => {
  let postgres: TestPostgres;
  let database: AppDatabase;
  let home: string;
  let server: Server;
  let issuer: string;

  /** What every start of the standalone app does; the second one must go on where the first one ended. */
  async function start() {
    const clients = new PostgresIssuerClients(database.transactions);
    const box = await SealedBox.in(home);
    const keys = new PostgresIssuerKeys(database.transactions, box);
    const stores = peopleStores(database.transactions, box);
    const provider = await createIssuer({ issuer, audience, clients, keys, ...stores, cookieKey: box.derived('cookies') });
    const app = express();
    app.use('/oidc', provider.callback());
    server.removeAllListeners('request');
    server.on('request', app);
    return { clients, credentials: new EmbeddedCredentials(clients, `${issuer}/token`) };
  }

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await openAppDatabase({ url: postgres.url, app: ISSUER_APP, migrations: ISSUER_MIGRATIONS });
    home = await mkdtemp(join(tmpdir(), 'tidemark-issuer-'));
    server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
  }, 60_000);

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await database.close();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function askToken(form: Record<string, string>, basic?: [id: string, secret: string]) {
    const headers = basic ? { authorization: `Basic ${btoa(basic.map(encodeURIComponent).join(':'))}` } : undefined;
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
      ...(headers ? { headers } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  it('gives a provider a token that any verifier accepts, by either way to show a secret', async () => {
    const { credentials } = await start();
    const { clientId, clientSecret, tokenEndpoint } = await credentials.create('alpha');
    expect(tokenEndpoint).toBe(`${issuer}/token`);
    const verifier = new OidcTokenVerifier({ issuer, audience });
    for (const answer of [
      await askToken({}, [clientId, clientSecret]),
      await askToken({ client_id: clientId, client_secret: clientSecret }),
    ]) {
      expect(answer).toMatchObject({
        status: 200,
        body: { token_type: 'Bearer', expires_in: 3600, scope: PROVIDER_SCOPES.join(' ') },
      });
      expect(await verifier.verify(answer.body.access_token!)).toEqual({
        caller: {
          subject: clientId,
          provider: 'alpha',
          role: 'provider',
          scopes: new Set(PROVIDER_SCOPES),
        },
      });
    }
  });

  it('gives what is asked for and no more than the client may have', async () => {
    const { credentials } = await start();
    const { clientId, clientSecret } = await credentials.create('alpha');
    const some = await askToken({ scope: 'usage:read' }, [clientId, clientSecret]);
    expect(decodeJwt(some.body.access_token!)).toMatchObject({ aud: audience, scope: 'usage:read', tidemark_provider: 'alpha' });
    expect(await askToken({ scope: 'oversight:read' }, [clientId, clientSecret])).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
    expect(await askToken({ resource: 'urn:other' }, [clientId, clientSecret])).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
  });

  it('names no tenant for the operator', async () => {
    const { clients } = await start();
    await clients.put(operatorClient('operator-secret'));
    const { body } = await askToken({}, ['operator', 'operator-secret']);
    expect(decodeJwt(body.access_token!)).toMatchObject({ tidemark_role: 'operator', scope: OPERATOR_SCOPES.join(' ') });
    expect(decodeJwt(body.access_token!)).not.toHaveProperty('tidemark_provider');
  });

  it('refuses a wrong secret, the hash in place of the secret, and nobody', async () => {
    const { credentials, clients } = await start();
    const { clientId } = await credentials.create('alpha');
    const { secretHash } = (await clients.find(clientId))!;
    expect(await askToken({}, [clientId, 'wrong'])).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await askToken({}, [clientId, secretHash])).toMatchObject({ status: 401 });
    expect(await askToken({}, ['nobody', 'x'])).toMatchObject({ status: 401 });
    expect(await askToken({})).toMatchObject({ status: 400 });
  });

  it('replaces the secret when credentials are made again', async () => {
    const { credentials } = await start();
    const before = await credentials.create('alpha');
    const after = await credentials.create('alpha');
    expect(await askToken({}, [before.clientId, before.clientSecret])).toMatchObject({ status: 401 });
    expect(await askToken({}, [after.clientId, after.clientSecret])).toMatchObject({ status: 200 });
  });

  it('goes on with its clients and its key after a restart, and with a new key in another data folder', async () => {
    const { clientId, clientSecret } = await (await start()).credentials.create('alpha');
    const kidOf = async () => {
      const { body } = await askToken({}, [clientId, clientSecret]);
      return decodeProtectedHeader(body.access_token!).kid;
    };
    const before = await kidOf();
    await start();
    expect(await kidOf()).toBe(before);
    await rm(join(home, 'issuer.key'));
    await start();
    expect(await kidOf()).not.toBe(before);
  });

  it('keeps neither secrets nor private keys readable in the database', async () => {
    const { clientSecret } = await (await start()).credentials.create('alpha');
    const rows = await database.transactions.run(async (tx) => [
      ...(await tx.query('select c::text as row from client c')),
      ...(await tx.query(`select encode(sealed_jwk, 'escape') as row from signing_key`)),
    ]);
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
    expect(JSON.stringify(rows)).not.toContain('"d\\"');
    expect(JSON.stringify(rows)).not.toContain('P-256');
  });
});

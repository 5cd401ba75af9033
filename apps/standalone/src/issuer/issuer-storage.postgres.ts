import type { Scope } from '@tidemark/access';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PeopleAuthority1763900600000, PeopleTables1763720000000 } from '../people/people-tables.postgres.js';
import { PersonChanges1763900700000 } from '../people/person-changes.postgres.js';
import type { IssuerClient } from './issuer-client.model.js';
import type { IssuerClients, IssuerKeys } from './issuer-storage.port.js';
import type { SealedBox } from './sealed-box.js';

export const ISSUER_APP = 'standalone_issuer';

class IssuerTables1763715000000 implements MigrationInterface {
  name = 'IssuerTables1763715000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table client (
        client_id text primary key,
        secret_hash text not null,
        name text not null,
        provider text,
        role text not null check (role in ('provider', 'operator', 'oversight')),
        scopes text[] not null,
        changed_at timestamptz not null default now(),
        check ((role = 'provider') = (provider is not null))
      );
      create table signing_key (
        id bigint generated always as identity primary key,
        sealed_jwk bytea not null,
        created_at timestamptz not null default now()
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table client, signing_key');
  }
}

export const ISSUER_MIGRATIONS = [
  IssuerTables1763715000000,
  PeopleTables1763720000000,
  PeopleAuthority1763900600000,
  PersonChanges1763900700000,
];

interface ClientRow {
  client_id: string;
  secret_hash: string;
  name: string;
  provider: string | null;
  role: IssuerClient['role'];
  scopes: Scope[];
}

export class PostgresIssuerClients implements IssuerClients {
  constructor(private readonly transactions: Transactions) {}

  async find(clientId: string): Promise<IssuerClient | undefined> {
    const [row] = await this.transactions.run((tx) => tx.query<ClientRow>('select * from client where client_id = $1', [clientId]));
    if (!row) return undefined;
    const { name, role, scopes } = row;
    return { clientId: row.client_id, secretHash: row.secret_hash, name, role, scopes, provider: row.provider ?? undefined };
  }

  async put(client: IssuerClient): Promise<void> {
    const { clientId, secretHash, name, provider, role, scopes } = client;
    await this.transactions.run((tx) =>
      tx.query(
        `insert into client (client_id, secret_hash, name, provider, role, scopes) values ($1, $2, $3, $4, $5, $6)
         on conflict (client_id) do update set secret_hash = $2, name = $3, provider = $4, role = $5, scopes = $6, changed_at = now()`,
        [clientId, secretHash, name, provider ?? null, role, scopes],
      ),
    );
  }
}

export class PostgresIssuerKeys implements IssuerKeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
  ) {}

  signingKeys(): Promise<JWK[]> {
    return this.transactions.run(async (tx) => {
      await tx.query('lock table signing_key in exclusive mode');
      const keys = await this.load(tx);
      return keys.length > 0 ? keys : [await this.make(tx)];
    });
  }

  private async load(tx: Transaction): Promise<JWK[]> {
    const rows = await tx.query<{ id: string; sealed_jwk: Buffer }>('select id, sealed_jwk from signing_key order by id desc');
    const opened = rows.map(({ sealed_jwk }) => this.box.open(sealed_jwk));
    // A key that was sealed in another data folder is of no use here. Tokens live an hour: making a new one loses nothing.
    return opened.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as JWK]));
  }

  private async make(tx: Transaction): Promise<JWK> {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk: JWK = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'ES256', kid: crypto.randomUUID() };
    await tx.query('insert into signing_key (sealed_jwk) values ($1)', [this.box.seal(JSON.stringify(jwk))]);
    return jwk;
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People and how they prove who they are. Nothing here lets its reader sign in, or tells who somebody is: passwords are argon2id, one-time
 * links, codes and ids of the issuer's records are hashes, and names, places and secrets stand sealed with the key in the data folder.
 */
export class PeopleTables1763720000000 implements MigrationInterface {
  name = 'PeopleTables1763720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table person (
        id uuid primary key,
        number bigint generated always as identity unique,
        username_hash bytea not null unique,
        sealed_identity bytea not null,
        role text not null,
        provider text,
        status text not null check (status in ('invited', 'active', 'disabled')),
        version int not null,
        password_hash text,
        sealed_totp bytea,
        totp_step bigint not null default 0
      );
      create table person_fact (
        id bigint generated always as identity primary key,
        person uuid not null references person,
        sealed_fact bytea not null,
        actor text not null,
        known_at_ms bigint not null
      );
      create index person_fact_person on person_fact (person, id);
      create function refuse_change() returns trigger language plpgsql as
        $$ begin raise exception '% only grows', tg_table_name; end $$;
      create trigger person_fact_only_grows before update or delete or truncate on person_fact
        for each statement execute function refuse_change();
      create table passkey (
        credential_id text primary key,
        person uuid not null references person,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        rp_id text not null
      );
      create index passkey_person on passkey (person);
      create table recovery_code (
        person uuid not null references person,
        code_hash bytea not null,
        primary key (person, code_hash)
      );
      create table invitation (
        token_hash bytea primary key,
        person uuid not null unique references person,
        expires_at_ms bigint not null,
        sealed_pending bytea
      );
      create table person_session (
        id uuid primary key,
        uid_hash bytea not null unique,
        person uuid not null references person,
        amr text[] not null,
        sealed_place bytea not null,
        began_at_ms bigint not null,
        seen_at_ms bigint not null,
        ended_at_ms bigint,
        ended_by text
      );
      create index person_session_person on person_session (person) where ended_at_ms is null;
      create table session_grant (
        grant_hash bytea primary key,
        session uuid not null references person_session,
        client_id text not null
      );
      create index session_grant_session on session_grant (session);
      create table sign_in_attempt (
        key bytea primary key,
        failures int not null,
        last_at_ms bigint not null,
        locked_until_ms bigint not null
      );
      create table oidc_record (
        model text not null,
        id_hash bytea not null,
        sealed_payload bytea not null,
        uid_hash bytea,
        grant_hash bytea,
        consumed_at_ms bigint,
        expires_at_ms bigint not null,
        primary key (model, id_hash)
      );
      create index oidc_record_uid on oidc_record (model, uid_hash) where uid_hash is not null;
      create index oidc_record_grant on oidc_record (grant_hash) where grant_hash is not null;
      create index oidc_record_expiry on oidc_record (expires_at_ms);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table oidc_record, sign_in_attempt, session_grant, person_session, invitation, recovery_code, passkey, person_fact, person;
      drop function refuse_change;`);
  }
}

/** Regulators of several authorities sign in at one issuer. */
export class PeopleAuthority1763900600000 implements MigrationInterface {
  name = 'PeopleAuthority1763900600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table person add column authority text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table person drop column authority');
  }
}

import { createHmac } from 'node:crypto';
import pg from 'pg';

/**
 * Makes, for each app, the role `<app>` (may log in, owns schema `<app>`) and the role `<app>_reader` (may not log in; sees what
 * row-level security lets it see). Can be run again at any time, by several processes at once. Answers the URL that each app connects with.
 *
 * Passwords are not stored anywhere: each is derived from the administrator's, so that every instance arrives at the same one.
 */
export async function prepareDatabase(adminUrl: string, apps: readonly string[]): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'tidemark prepare' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [PREPARE_LOCK]);
    const urls: Record<string, string> = {};
    for (const app of apps) {
      const password = passwordOf(app, adminUrl);
      await prepareApp(client, app, password);
      urls[app] = urlOf(adminUrl, app, password);
    }
    return urls;
  } finally {
    await client.end();
  }
}

/** Any number that nothing else locks with. */
const PREPARE_LOCK = 7_433_625_275;

async function prepareApp(client: pg.Client, app: string, password: string): Promise<void> {
  // Names are put into the statements as they are, because roles cannot be parameters.
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(app)) throw new Error(`"${app}" cannot name a role and a schema`);
  const reader = `${app}_reader`;
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${app}') then create role ${app}; end if;
    if not exists (select from pg_roles where rolname = '${reader}') then create role ${reader} nologin; end if;
  end $$`);
  await client.query(`alter role ${app} login password ${client.escapeLiteral(password)}`);
  await client.query(`alter role ${app} set search_path = ${app}`);
  await client.query(`grant ${reader} to ${app}`);
  // An administrator who is not a superuser may give a schema only to a role that it may become (PostgreSQL 16 and later).
  await client.query(`do $$ begin
    if not pg_has_role(current_user, '${app}', 'SET') then execute format('grant %I to %I', '${app}', current_user); end if;
  end $$`);
  await client.query(`create schema if not exists ${app} authorization ${app}`);
  await client.query(`revoke all on schema ${app} from public`);
  await client.query(`grant usage on schema ${app} to ${reader}`);
}

function passwordOf(app: string, adminUrl: string): string {
  const secret = decodeURIComponent(new URL(adminUrl).password);
  if (secret === '')
    throw new Error("The administrator's database URL needs a password: the passwords of the apps' roles are derived from it");
  return createHmac('sha256', secret).update(`tidemark role ${app}`).digest('base64url');
}

function urlOf(adminUrl: string, app: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = app;
  url.password = password;
  return url.href;
}

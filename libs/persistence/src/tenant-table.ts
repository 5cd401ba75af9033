import { rowLevelSecurity } from './row-level-security.js';

/**
 * SQL for a migration: rows of the tenant that the transaction was opened for, in reading and in writing, for the app's own role too: in
 * a change that a provider asked for, no row of another can be seen, written or removed, whatever the statement says.
 */
export function tenantTable(table: string): string {
  return `
    ${rowLevelSecurity(table)}
    alter table ${table} force row level security;
    create policy ${table}_by_tenant on ${table} for all
      using (provider = current_setting('tidemark.provider', true) or current_setting('tidemark.oversight', true) = 'on')
      with check (provider = current_setting('tidemark.provider', true) or current_setting('tidemark.oversight', true) = 'on');`;
}

/** SQL for a migration: of the scheme alone; no provider's transaction sees a row of it. */
export function schemeTable(table: string): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy ${table}_of_scheme on ${table} for all
      using (current_setting('tidemark.oversight', true) = 'on') with check (current_setting('tidemark.oversight', true) = 'on');
    do $$ begin execute format('grant select on ${table} to %I', current_schema() || '_reader'); end $$;`;
}

/** SQL for a migration: rows are added and never changed or removed. */
export function appendOnly(table: string): string {
  return `
    create trigger ${table}_stays before update or delete on ${table} for each row execute function refuse_to_change_facts();
    create trigger ${table}_stays_all before truncate on ${table} for each statement execute function refuse_to_change_facts();`;
}

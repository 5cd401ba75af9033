/**
 * SQL for a migration: the app's reader role may read the table, and of it only the rows of the tenant that the transaction was
 * opened for (`tidemark.provider`), or all of them under oversight. A table without this (or {@link readableByAll}) cannot be read
 * by the reader role at all, so that a forgotten table is closed, not open.
 */
export function rowLevelSecurity(table: string, providerColumn = 'provider'): string {
  return `
    alter table ${table} enable row level security;
    create policy ${table.replace(/\W/g, '_')}_of_tenant on ${table} for select
      using (${providerColumn} = current_setting('tidemark.provider', true) or current_setting('tidemark.oversight', true) = 'on');
    ${readableByAll(table)}`;
}

/** SQL for a migration: the app's reader role may read the whole table (no tenant's data stands in it), sequence or view. */
export function readableByAll(table: string): string {
  return `
    do $$ begin execute format('grant select on ${table} to %I', current_schema() || '_reader'); end $$;`;
}

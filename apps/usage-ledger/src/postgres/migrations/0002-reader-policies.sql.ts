/**
 * What the ledger's reading role may see: the rows of one provider, or of all under oversight. Enforced here again, whatever a
 * statement or a handler forgets. Tables that no question needs are not granted at all: a forgotten table is closed, not open.
 *
 * Both conditions stand in subqueries so that they are evaluated once a statement and not once a row.
 */
const MAY_SEE_ALL = `(select current_setting('tidemark.oversight', true) = 'on')`;
const OWN_NAME = `(select current_setting('tidemark.provider', true))`;
const OWN_ID = `(select id from provider where name = current_setting('tidemark.provider', true))`;

/** Tables of tenants that questions are answered from. */
export const READ_BY_TENANT = [
  'source',
  'account',
  'compute_cluster',
  'segment',
  'report',
  'report_copy',
  'source_epoch',
  'record_state',
  'hour_total',
  'source_count',
  'finding',
] as const;

/** Tables of tenants that only counting reads. */
const READ_BY_COUNTING = ['cluster_node', 'report_span', 'claim_bucket'];

/** Nobody's tables that hold nothing of a tenant: names of models, and how far the ledger is. */
const READ_BY_ALL = ['accelerator', 'ledger_head'];

const ownRows = (table: string): string => `
alter table ${table} enable row level security;
create policy ${table}_of_tenant on ${table} for select using (provider_id = ${OWN_ID} or ${MAY_SEE_ALL});`;

const grant = (table: string): string =>
  `do $$ begin execute format('grant select on ${table} to %I', current_schema() || '_reader'); end $$;`;

export const READER_POLICIES = `
alter table provider enable row level security;
create policy provider_of_tenant on provider for select using (name = ${OWN_NAME} or ${MAY_SEE_ALL});
${[...READ_BY_TENANT, ...READ_BY_COUNTING].map(ownRows).join('\n')}
${['provider', ...READ_BY_TENANT, ...READ_BY_ALL].map(grant).join('\n')}
-- The stream of postings goes through the segments in ledger order from any position.
create index segment_by_last_position on segment (last_position, id);
`;

import { appendOnly, idempotentAnswerTable, outboxTable, schemeTable, tenantTable } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
  create function refuse_to_change_facts() returns trigger language plpgsql as $$
    begin raise exception 'facts are never changed or removed: record a later one' using errcode = 'restrict_violation'; end $$;

  -- One row: the sequence of case.v1, held from the first fact of a change to its commit, so that it rises in commit order.
  create table casework_head (
    one boolean primary key default true check (one),
    sequence bigint not null default 0,
    known_at_ms bigint not null default 0
  );
  insert into casework_head default values;

  -- The keys of sealed data, wrapped by a master key that is never in the database. Destroyed: "wrapped" is gone, the row stays.
  create table sealing_key (
    owner text collate "C" primary key,
    provider text collate "C" not null,
    master_key text not null,
    wrapped bytea,
    made_at_ms bigint not null,
    destroyed_at_ms bigint,
    check ((wrapped is null) = (destroyed_at_ms is not null))
  );
  create index sealing_key_by_master on sealing_key (master_key) where wrapped is not null;

  -- A case as it stands: what its log says, folded, for queues. Each change holds the row until it commits.
  create table case_row (
    id uuid primary key,
    authority text collate "C" not null,
    version int not null,
    matter text not null,
    subject_key text collate "C" not null,
    subject jsonb not null,
    jurisdiction text not null,
    -- Of all its flags and regimes.
    jurisdictions text[] not null,
    regimes text[] not null,
    tiers text[] not null,
    stage text not null,
    stage_since_ms bigint not null,
    -- 0 LOW to 3 CRITICAL.
    severity smallint not null,
    opened_at_ms bigint not null,
    changed_at_ms bigint not null,
    assignee text,
    snoozed_until_ms bigint,
    -- The first end of a clock that is somebody's duty and was not met, breached ones too; which one; how many were breached and not met since.
    due_at_ms bigint,
    due_kind text,
    due_regime text,
    breached int not null,
    -- Ids alone: what a queue shows of its flags.
    flags text[] not null,
    -- A case without a duty stands behind all that have one: the last moment that there is.
    due_order bigint not null generated always as (coalesce(due_at_ms, 8640000000000000)) stored,
    -- The gravest first.
    severity_order smallint not null generated always as (3 - severity) stored
  );

  -- What a queue is filtered by and of which a case has several, one row for each: "jurisdiction EU", "tier CERTAIN", "watcher <person>". Rows and not arrays: under row-level security
  -- PostgreSQL looks into no index by an operator that it has to trust, as those of arrays are.
  create table case_label (
    case_id uuid not null references case_row (id),
    label text collate "C" not null,
    primary key (case_id, label)
  );
  create index case_label_by_label on case_label (label, case_id);

  -- The log: facts in the open, words sealed. hash = sha256(previous hash, facts, hashes of the words with their salts).
  create table case_event (
    case_id uuid not null references case_row (id),
    sequence int not null,
    type text not null,
    at_ms bigint not null,
    by_person text not null,
    facts jsonb not null,
    record bytea,
    record_hash bytea,
    personal bytea,
    personal_hash bytea,
    hash bytea not null,
    primary key (case_id, sequence)
  );

  -- Which case a flag is in.
  create table case_flag (
    flag text collate "C" primary key,
    case_id uuid not null references case_row (id)
  );
  create index case_flag_by_case on case_flag (case_id);

  -- What the job looks at: clocks that still have something to say, and when.
  create table case_clock (
    case_id uuid not null references case_row (id),
    clock text collate "C" not null,
    kind text not null,
    regime text,
    status text not null,
    due_at_ms bigint not null,
    next_at_ms bigint,
    primary key (case_id, clock)
  );
  create index case_clock_next on case_clock (next_at_ms) where next_at_ms is not null;

  -- What was served on a provider, by a random id of its own: all that its people and machines can name. Nothing is here before it was served.
  create table served_item (
    id uuid primary key,
    provider text collate "C" not null,
    kind text not null,
    -- The part of the case that it is: a request, an order, a notice.
    part text collate "C" not null,
    case_id uuid not null references case_row (id),
    status text not null,
    served_at_ms bigint not null,
    due_at_ms bigint,
    -- Counts the item's own changes, never the case's.
    version int not null
  );
  create index served_item_by_provider on served_item (provider, served_at_ms desc, id);

  -- Files of a case, sealed: attachments, answers, evidence that was fetched, papers that were made.
  create table case_file (
    id uuid primary key,
    case_id uuid not null references case_row (id),
    -- PERSONAL goes with the person, RECORD stays with the case.
    kind text not null,
    name bytea not null,
    content_type text not null,
    bytes int not null,
    sha256 bytea not null,
    content bytea not null,
    scan text not null,
    scanner text not null,
    added_at_ms bigint not null
  );
  create index case_file_by_case on case_file (case_id);
  create index case_file_unscanned on case_file (added_at_ms) where scan = 'UNREACHABLE';

  create table consumed_position (
    topic text collate "C" not null,
    part int not null,
    next_offset bigint not null,
    primary key (topic, part)
  );
`;

/** Each order that pages of the queue follow, of what is worked and of everything; and filters that leave few. */
const QUEUE_INDEXES = `
  create index case_row_by_due on case_row (authority, due_order, id) where stage <> 'closed';
  create index case_row_by_severity on case_row (authority, severity_order, due_order, id) where stage <> 'closed';
  create index case_row_all_by_due on case_row (authority, due_order, id);
  create index case_row_all_by_severity on case_row (authority, severity_order, due_order, id);
  create index case_row_by_opening on case_row (authority, opened_at_ms desc, id desc);
  create index case_row_by_change on case_row (authority, changed_at_ms desc, id desc);
  create index case_row_by_assignee on case_row (authority, assignee, due_order, id);
  create index case_row_by_stage on case_row (authority, stage, due_order, id);
  create index case_row_snoozed on case_row (authority, snoozed_until_ms) where snoozed_until_ms is not null;
  create index case_row_by_subject on case_row (subject_key);
`;

/**
 * As `schemeTable`, asked once a statement and not once a row: PostgreSQL takes what it cannot estimate for one row in two hundred, and would then rather
 * read and sort a whole queue than follow an index to its first page.
 */
const askedOnce = (table: string): string => `
  alter policy ${table}_of_scheme on ${table} using ((select current_setting('tidemark.oversight', true) = 'on'))
    with check ((select current_setting('tidemark.oversight', true) = 'on'));`;
const QUEUE_TABLES = ['case_row', 'case_label', 'case_flag'];

const SCHEME_TABLES = ['case_row', 'case_event', 'case_label', 'case_flag', 'case_clock', 'case_file'];

export class Casework1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(QUEUE_INDEXES);
    await runner.query(idempotentAnswerTable);
    await runner.query(outboxTable);
    for (const table of SCHEME_TABLES) await runner.query(schemeTable(table));
    for (const table of QUEUE_TABLES) await runner.query(askedOnce(table));
    for (const table of ['sealing_key', 'idempotent_answer', 'served_item']) await runner.query(tenantTable(table));
    await runner.query(appendOnly('case_event'));
    for (const table of ['outbox', 'casework_head', 'consumed_position'])
      await runner.query(`alter table ${table} enable row level security`);
  }

  async down(): Promise<void> {
    throw new Error('facts are not thrown away: there is no way back behind the first migration');
  }
}

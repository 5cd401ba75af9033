import { appendOnly, readableByAll } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists are public: no tenant's data stands in them, and everybody is screened against the same. */
const TABLES = `
  -- One row for each file that was taken. Versions of a list count 1, 2, 3.
  create table list_version (
    list text collate "C" not null,
    version int not null check (version > 0),
    -- As its importer calls it; else the date that the file says of itself, else the beginning of its hash.
    label text not null,
    format text not null,
    sha256 text not null,
    published_at text,
    counts jsonb not null,
    notes jsonb not null,
    added int not null,
    changed int not null,
    removed int not null,
    imported_by text not null,
    imported_at_ms bigint not null,
    primary key (list, version),
    unique (list, label)
  );

  -- What an entry said from one version of its list on, until before another: every version that ever was can be read again.
  create table list_entry (
    list text collate "C" not null,
    entry text collate "C" not null,
    from_version int not null,
    to_version int check (to_version > from_version),
    -- Of all it says, and of what a score can rest on.
    hash text not null,
    content jsonb not null,
    primary key (list, entry, from_version),
    foreign key (list, from_version) references list_version (list, version)
  );
  create unique index list_entry_now on list_entry (list, entry) where to_version is null;
  create index list_entry_from on list_entry (list, from_version);
  create index list_entry_to on list_entry (list, to_version) where to_version is not null;

  create function refuse_to_rewrite_entries() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.to_version is null and new.to_version is not null
        and (new.list, new.entry, new.from_version, new.hash, new.content) = (old.list, old.entry, old.from_version, old.hash, old.content)
      then return new; end if;
      raise exception 'what a list said is never rewritten: import another version' using errcode = 'restrict_violation';
    end $$;
  create trigger list_entry_stays before update or delete on list_entry for each row execute function refuse_to_rewrite_entries();
`;

export class Lists1763766000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(appendOnly('list_version'));
    for (const table of ['list_version', 'list_entry']) await runner.query(readableByAll(table));
  }

  async down(): Promise<void> {
    throw new Error('lists that somebody was screened against are not thrown away');
  }
}

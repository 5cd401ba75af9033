/**
 * What the ledger derived, in words that mean the same in every ledger: ids of names are given in order of appearance and differ
 * between a ledger and its replay, and so do times of commits.
 */
import type { Transaction } from '@tidemark/persistence';
import type { NamedRow, NamedTable } from '../rebuild/replay.port.js';
import { NamedClaims } from './named-claims.postgres.js';
import { namedRows } from './named-rows.postgres.js';
import { decodeSlots } from './slot-codec.js';

class SqlTable implements NamedTable {
  constructor(
    readonly name: string,
    private readonly key: string,
    private readonly fields: Readonly<Record<string, string>>,
    private readonly from: string,
    private readonly shown?: (value: string) => string,
  ) {}

  async *rows(tx: Transaction): AsyncIterable<NamedRow[]> {
    const fields = Object.entries(this.fields).map(([name, sql]) => `'${name}', ${sql}`);
    const sql = `select json_build_array(${this.key})::text collate "C" as key, json_build_object(${fields.join(', ')})::text as value
      from ${this.from} order by key`;
    const { shown } = this;
    for await (const rows of namedRows<NamedRow>(tx, sql))
      yield shown ? rows.map(({ key, value }) => ({ key, value: shown(value) })) : rows;
  }
}

const SOURCE = 'join source s on s.id = t.source_id join provider p on p.id = s.provider_id';
const REPORT = 'p.name, s.name, t.epoch, t.sequence';
const fieldsOf = (columns: string): Record<string, string> =>
  Object.fromEntries(columns.split(' ').map((column) => [column, `t.${column}`]));
/** Numbers as text: JSON readers may round what is beyond 2^53. */
const exactly = (columns: string): Record<string, string> =>
  Object.fromEntries(columns.split(' ').map((column) => [column, `t.${column}::text`]));
const FATES = ['received', 'counted', 'held', 'duplicate', 'conflict', 'rejected', 'replaced'];

/** A record waits for a cluster by its id here, and for a report by its source's. */
const WAITING_FOR = `case
  when t.waiting_for like 'service:%' then (select 'service:' || c.name from compute_cluster c where c.id = substr(t.waiting_for, 9)::int)
  when t.waiting_for like 'report:%' then 'report:' || substr(t.waiting_for, strpos(t.waiting_for, '/') + 1)
  else t.waiting_for end`;

export const NAMED_TABLES: readonly NamedTable[] = [
  new SqlTable('fact', 't.event_id', fieldsOf('position catalogue_version'), 'facility_fact t'),
  new SqlTable(
    'report',
    REPORT,
    {
      ...fieldsOf('position received_at_ms record_count opaque content_hash'),
      policy_version: 'g.policy_version',
      catalogue_version: 'g.catalogue_version',
    },
    `report t join segment g on g.id = t.segment_id ${SOURCE}`,
  ),
  new SqlTable('copy', `${REPORT}, t.position`, fieldsOf('content_hash conflict'), `report_copy t ${SOURCE}`),
  new SqlTable(
    'record',
    'p.name, s.name, r.epoch, r.sequence, t.index',
    {
      ...fieldsOf('state reason place_position place_minor decided_position'),
      waiting_for: WAITING_FOR,
      cluster: '(select c.name from compute_cluster c where c.id = t.cluster_id)',
      parts: `encode(t.slots, 'hex')`,
      ...exactly('target_epoch target_sequence'),
      ...fieldsOf('target_index void replaced_by'),
    },
    `record_state t join report r on r.position = t.report_position ${SOURCE}`,
    withParts,
  ),
  new SqlTable(
    'total',
    'p.name, a.name, c.name, x.model, t.hour',
    exactly('accelerator_ms lower expected upper'),
    // A total that is nowhere is zero.
    `hour_total t join account a on a.id = t.account_id join compute_cluster c on c.id = t.cluster_id join accelerator x on x.id = t.accelerator_id
       join provider p on p.id = t.provider_id where (t.accelerator_ms, t.lower, t.expected, t.upper) <> (0, 0, 0, 0)`,
  ),
  new SqlTable(
    'source',
    'p.name, s.name',
    exactly(
      [...FATES.flatMap((fate) => (fate === 'rejected' ? [`records_${fate}`] : [`records_${fate}`, `ms_${fate}`])), 'opaque_reports'].join(
        ' ',
      ),
    ),
    `source_count t ${SOURCE}`,
  ),
  new SqlTable('epoch', 'p.name, s.name, t.epoch', exactly('max_sequence reports'), `source_epoch t ${SOURCE}`),
  new SqlTable(
    'finding',
    `t.kind, p.name, coalesce(s.name, ''), coalesce(c.name, ''), t.accelerator, t.detail`,
    exactly('occurrences'),
    `finding t join provider p on p.id = t.provider_id left join source s on s.id = t.source_id left join compute_cluster c on c.id = t.cluster_id`,
  ),
  new SqlTable(
    'span',
    'p.name, c.name, t.position, t.first_hour, t.last_hour',
    { spans: 't.spans' },
    `(select cluster_id, position, first_hour, last_hour, count(*) as spans from report_span group by 1, 2, 3, 4) t
       join compute_cluster c on c.id = t.cluster_id join provider p on p.id = c.provider_id`,
  ),
  new NamedClaims(),
];

/** Reads the parts of a record, so that a difference can be understood. */
function withParts(value: string): string {
  const row = JSON.parse(value) as { parts: string | null };
  return row.parts === null ? value : JSON.stringify({ ...row, parts: decodeSlots(Buffer.from(row.parts, 'hex')) });
}

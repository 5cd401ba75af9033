import { Injectable } from '@nestjs/common';
import { byteaArray, int4Array, int8Array, type Transaction, Transactions, textArray } from '@tidemark/persistence';
import {
  type ClusterHourUse,
  type InputPosition,
  type KeptCustomerFact,
  type KeptOrderFact,
  type MonitorHead,
  MonitorStore,
  type StoredAccountTotal,
  type StoredClusterTotal,
  type StoredName,
  type TakenBatch,
} from '../accumulate/monitor-store.port.js';
import type { PostedRows } from '../accumulate/posted-rows.js';
import { ADD_POSTINGS, postingParameters } from './add-postings.js';

@Injectable()
export class PostgresMonitorStore extends MonitorStore {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async head(): Promise<MonitorHead> {
    return this.transactions.run(async (tx) => headOf(await tx.query<HeadRow>('select * from monitor_head')));
  }

  async lockHead(tx: Transaction): Promise<MonitorHead> {
    return headOf(await tx.query<HeadRow>('select * from monitor_head for update'));
  }

  async moveHead(tx: Transaction, head: MonitorHead, positions: readonly InputPosition[] = []): Promise<void> {
    // Positions never go back: whoever held an older one was fenced by the head, and takes nothing twice.
    await tx.query(
      `with moved as (
         insert into input_position (topic, partition, next_offset) select * from unnest($7::text[], $8::int4[], $9::int8[])
         on conflict (topic, partition) do update set next_offset = greatest(input_position.next_offset, excluded.next_offset)
       )
       update monitor_head set change = $1, known_at_ms = $2, flag_sequence = $3, ledger_position = $4, identity_sequence = $5, judged_hour = $6`,
      [
        ...[head.change, head.knownAtMs, head.flagSequence, head.ledgerPosition, head.identitySequence, head.judgedHour].map(String),
        textArray(positions.map(({ topic }) => topic)),
        int4Array(positions.map(({ partition }) => partition)),
        int8Array(positions.map(({ nextOffset }) => nextOffset)),
      ],
    );
  }

  async nextOffset(topic: string, partition: number): Promise<bigint | undefined> {
    const [row] = await this.transactions.run((tx) =>
      tx.query<{ next_offset: string }>('select next_offset from input_position where topic = $1 and partition = $2', [topic, partition]),
    );
    return row && BigInt(row.next_offset);
  }

  async positions(tx: Transaction): Promise<InputPosition[]> {
    const rows = await tx.query<{ topic: string; partition: number; next_offset: string }>(
      'select topic, partition, next_offset from input_position',
    );
    return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, nextOffset: BigInt(next_offset) }));
  }

  async takeBatches(tx: Transaction, batches: readonly TakenBatch[], change: bigint): Promise<Set<string>> {
    const rows = await tx.query<{ ledger_position: string; part: number }>(
      `insert into posted_batch (ledger_position, part, change, known_at_ms, first_hour, last_hour, batch)
       select ledger_position, part, $1, known_at_ms, first_hour, last_hour, batch
       from unnest($2::int8[], $3::int4[], $4::int8[], $5::int4[], $6::int4[], $7::bytea[])
         as b (ledger_position, part, known_at_ms, first_hour, last_hour, batch)
       on conflict do nothing returning ledger_position, part`,
      [
        change.toString(),
        int8Array(batches.map((batch) => batch.ledgerPosition)),
        int4Array(batches.map((batch) => batch.part)),
        int8Array(batches.map((batch) => batch.knownAtMs)),
        int4Array(batches.map((batch) => batch.firstHour)),
        int4Array(batches.map((batch) => batch.lastHour)),
        byteaArray(batches.map((batch) => batch.bytes)),
      ],
    );
    return new Set(rows.map((row) => `${row.ledger_position}/${row.part}`));
  }

  async hold(tx: Transaction, batches: readonly Pick<TakenBatch, 'ledgerPosition' | 'part'>[]): Promise<void> {
    if (batches.length === 0) return;
    await tx.query(
      `update posted_batch b set change = null from unnest($1::int8[], $2::int4[]) as h (ledger_position, part)
       where b.ledger_position = h.ledger_position and b.part = h.part`,
      [int8Array(batches.map(({ ledgerPosition }) => ledgerPosition)), int4Array(batches.map(({ part }) => part))],
    );
  }

  async release(tx: Transaction, ledgerPositions: readonly bigint[], change: bigint): Promise<void> {
    if (ledgerPositions.length === 0) return;
    await tx.query('update posted_batch set change = $1 where ledger_position = any($2::int8[]) and change is null', [
      change.toString(),
      int8Array(ledgerPositions),
    ]);
  }

  async heldBatches(tx: Transaction): Promise<Buffer[]> {
    const rows = await tx.query<{ batch: Buffer }>('select batch from posted_batch where change is null order by ledger_position, part');
    return rows.map(({ batch }) => batch);
  }

  async numberProviders(tx: Transaction, names: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ id: number; name: string }>(
      `with fresh as (insert into provider (name) select distinct unnest($1::text[]) on conflict do nothing returning id, name)
       select id, name from fresh union select id, name from provider where name = any($1::text[])`,
      [textArray(names)],
    );
    return new Map(rows.map(({ id, name }) => [name, id]));
  }

  async numberNames(tx: Transaction, what: 'account' | 'compute_cluster', names: readonly { providerId: number; name: string }[]) {
    const rows = await tx.query<{ id: number; provider_id: number; name: string }>(
      `insert into ${what} (provider_id, name)
       select provider_id, name from unnest($1::int4[], $2::text[]) with ordinality as n (provider_id, name, place) order by place
       returning id, provider_id, name`,
      [int4Array(names.map(({ providerId }) => providerId)), textArray(names.map(({ name }) => name))],
    );
    return rows.map((row) => ({ id: row.id, providerId: row.provider_id, name: row.name }));
  }

  async numberAccelerators(tx: Transaction, models: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ id: number; model: string }>(
      'insert into accelerator (model) select distinct unnest($1::text[]) returning id, model',
      [textArray(models)],
    );
    return new Map(rows.map(({ id, model }) => [model, id]));
  }

  async addPostings(tx: Transaction, rows: PostedRows): Promise<ClusterHourUse[]> {
    if (rows.length === 0) return [];
    const hours = await tx.query<{ cluster_id: number; hour: number; accelerator_ms: string }>(ADD_POSTINGS, postingParameters(rows));
    return hours.map((row) => ({ clusterId: row.cluster_id, hour: row.hour, acceleratorMs: BigInt(row.accelerator_ms) }));
  }

  async addCustomerFacts(tx: Transaction, facts: readonly KeptCustomerFact[], change: bigint): Promise<Set<bigint>> {
    const rows = await tx.query<{ sequence: string }>(
      `insert into customer_fact (sequence, change, known_at_ms, fact)
       select sequence, $1, known_at_ms, fact from unnest($2::int8[], $3::int8[], $4::bytea[]) as f (sequence, known_at_ms, fact)
       on conflict do nothing returning sequence`,
      [
        change.toString(),
        int8Array(facts.map(({ sequence }) => sequence)),
        int8Array(facts.map(({ knownAtMs }) => knownAtMs)),
        byteaArray(facts.map(({ bytes }) => bytes)),
      ],
    );
    return new Set(rows.map(({ sequence }) => BigInt(sequence)));
  }

  async addFacilityFact(
    tx: Transaction,
    fact: { eventId: string; change: bigint; recordedAtMs: number; bytes: Uint8Array },
  ): Promise<boolean> {
    const rows = await tx.query(
      'insert into facility_fact (event_id, change, recorded_at_ms, fact) values ($1, $2, $3, $4) on conflict do nothing returning 1',
      [fact.eventId, fact.change.toString(), fact.recordedAtMs, Buffer.from(fact.bytes)],
    );
    return rows.length > 0;
  }

  async addOrderFact(tx: Transaction, { sequence, change, knownAtMs, bytes }: KeptOrderFact): Promise<boolean> {
    const rows = await tx.query(
      'insert into order_fact (sequence, change, known_at_ms, fact) values ($1, $2, $3, $4) on conflict do nothing returning 1',
      [sequence.toString(), change.toString(), knownAtMs, Buffer.from(bytes)],
    );
    return rows.length > 0;
  }

  async providers(tx: Transaction): Promise<Map<string, number>> {
    const rows = await tx.query<{ id: number; name: string }>('select id, name from provider');
    return new Map(rows.map(({ id, name }) => [name, id]));
  }

  async accelerators(tx: Transaction): Promise<Map<string, number>> {
    const rows = await tx.query<{ id: number; model: string }>('select id, model from accelerator');
    return new Map(rows.map(({ id, model }) => [model, id]));
  }

  names(tx: Transaction, what: 'account' | 'compute_cluster'): Promise<StoredName[]> {
    return tx.query<StoredName>(
      `select w.id, p.name as provider, w.name from ${what} w join provider p on p.id = w.provider_id order by w.id`,
    );
  }

  async accountTotals(tx: Transaction): Promise<StoredAccountTotal[]> {
    const rows = await tx.query<
      Record<'lower' | 'expected' | 'upper', string> & { account_id: number; first_hour: number; last_hour: number }
    >('select account_id, lower, expected, upper, first_hour, last_hour from account_total');
    return rows.map((row) => ({
      accountId: row.account_id,
      lower: BigInt(row.lower),
      expected: BigInt(row.expected),
      upper: BigInt(row.upper),
      firstHour: row.first_hour,
      lastHour: row.last_hour,
    }));
  }

  async clusterTotals(tx: Transaction): Promise<StoredClusterTotal[]> {
    const rows = await tx.query<Record<'lower' | 'expected' | 'upper', string> & { cluster_id: number }>(
      'select cluster_id, sum(lower) as lower, sum(expected) as expected, sum(upper) as upper from cluster_hour group by cluster_id',
    );
    return rows.map((row) => ({
      clusterId: row.cluster_id,
      lower: BigInt(row.lower),
      expected: BigInt(row.expected),
      upper: BigInt(row.upper),
    }));
  }

  async orderFacts(tx: Transaction): Promise<Buffer[]> {
    return (await tx.query<{ fact: Buffer }>('select fact from order_fact order by sequence')).map(({ fact }) => fact);
  }

  async customerFacts(tx: Transaction, after: bigint, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]> {
    const rows = await tx.query<{ sequence: string; fact: Buffer }>(
      'select sequence, fact from customer_fact where sequence > $1 order by sequence limit $2',
      [after.toString(), limit],
    );
    return rows.map(({ sequence, fact }) => ({ sequence: BigInt(sequence), bytes: fact }));
  }

  async facilityFacts(tx: Transaction, after: bigint, limit: number): Promise<{ position: bigint; bytes: Buffer }[]> {
    const rows = await tx.query<{ position: string; fact: Buffer }>(
      'select position, fact from facility_fact where position > $1 order by position limit $2',
      [after.toString(), limit],
    );
    return rows.map(({ position, fact }) => ({ position: BigInt(position), bytes: fact }));
  }
}

type HeadRow = Record<'change' | 'known_at_ms' | 'flag_sequence' | 'ledger_position' | 'identity_sequence', string> & {
  judged_hour: number;
};

function headOf(rows: HeadRow[]): MonitorHead {
  const row = rows[0]!;
  return {
    change: BigInt(row.change),
    knownAtMs: Number(row.known_at_ms),
    flagSequence: BigInt(row.flag_sequence),
    ledgerPosition: BigInt(row.ledger_position),
    identitySequence: BigInt(row.identity_sequence),
    judgedHour: row.judged_hour,
  };
}

import { contentHash, type Envelope, encodeColumns, encodeEnvelope } from '@tidemark/contracts';
import type { RecordColumns } from '@tidemark/domain';
import type { Transaction, Transactions } from '@tidemark/persistence';
import { emptyPostingColumns, encodePostingColumns } from '../src/postgres/posting-columns.js';
import { encodeSegmentInputs } from '../src/postgres/segment-inputs.js';

export interface Posting {
  account: string;
  cluster: string;
  accelerator: string;
  hour: number;
  /** accelerator-ms, lower, expected, upper. */
  amounts: [bigint, bigint, bigint, bigint];
}

/** Writes a ledger's rows straight into the tables, for tests of what is read from them. Positions and times are the test's own. */
export class LedgerRows {
  constructor(private readonly transactions: Transactions) {}

  query<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.transactions.run((tx) => tx.query<Row>(sql, parameters));
  }

  /** One transaction of the ledger: a segment, its inputs, and the totals that follow. Answers the segment's id. */
  segment(provider: string, position: number, knownAtMs: number, postings: Posting[], envelopes: Uint8Array[] = []): Promise<number> {
    return this.transactions.run(async (tx) => {
      const providerId = await this.id(tx, 'provider', provider);
      const columns = emptyPostingColumns(postings.length);
      for (const [i, posting] of postings.entries()) {
        columns.accountId[i] = await this.id(tx, 'account', posting.account, providerId);
        columns.clusterId[i] = await this.id(tx, 'compute_cluster', posting.cluster, providerId);
        columns.acceleratorId[i] = await this.id(tx, 'accelerator', posting.accelerator);
        columns.hour[i] = posting.hour;
        [columns.acceleratorMs[i], columns.lower[i], columns.expected[i], columns.upper[i]] = posting.amounts;
        await tx.query(
          `insert into hour_total values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (account_id, cluster_id, accelerator_id, hour) do update set accelerator_ms = hour_total.accelerator_ms + excluded.accelerator_ms,
             lower = hour_total.lower + excluded.lower, expected = hour_total.expected + excluded.expected, upper = hour_total.upper + excluded.upper`,
          [columns.accountId[i], columns.clusterId[i], columns.acceleratorId[i], posting.hour, providerId, ...posting.amounts.map(String)],
        );
      }
      await tx.query(
        `insert into segment (id, provider_id, reason, first_position, last_position, positions, known_at_ms, policy_version, catalogue_version, inputs, postings)
         values ($1, $2, 'reports', $1, $1, $3, $4, 1, 1, $5, $6)`,
        [
          position,
          providerId,
          Buffer.alloc(4 * envelopes.length),
          knownAtMs,
          encodeSegmentInputs(envelopes),
          encodePostingColumns(columns),
        ],
      );
      await tx.query('update ledger_head set position = greatest(position, $1), known_at_ms = greatest(known_at_ms, $2)', [
        position,
        knownAtMs,
      ]);
      return position;
    });
  }

  /** A standing report in a segment of its own, with its epoch and the source's counts (all accepted records counted whole). */
  async report(envelope: Envelope, position: number, knownAtMs: number, postings: Posting[] = []): Promise<void> {
    await this.segment(envelope.provider, position, knownAtMs, postings, [encodeEnvelope(envelope)]);
    await this.transactions.run(async (tx) => {
      const providerId = await this.id(tx, 'provider', envelope.provider);
      const sourceId = await this.id(tx, 'source', envelope.source, providerId);
      await tx.query('insert into report values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $5, 0)', [
        sourceId,
        envelope.epoch,
        envelope.sequence.toString(),
        providerId,
        position,
        knownAtMs,
        envelope.receivedAtMs,
        Buffer.from(envelope.contentHash),
        envelope.recordCount,
        envelope.opaque.length > 0,
      ]);
      await tx.query(
        `insert into source_epoch values ($1, $2, $3, $4, 1, $5)
         on conflict (source_id, epoch) do update set max_sequence = greatest(source_epoch.max_sequence, excluded.max_sequence),
           reports = source_epoch.reports + 1, last_known_at_ms = excluded.last_known_at_ms`,
        [sourceId, envelope.epoch, providerId, envelope.sequence.toString(), knownAtMs],
      );
    });
  }

  async copy(envelope: Envelope, position: number, knownAtMs: number, conflict: boolean): Promise<void> {
    await this.segment(envelope.provider, position, knownAtMs, [], [encodeEnvelope(envelope)]);
    await this.transactions.run(async (tx) => {
      const providerId = await this.id(tx, 'provider', envelope.provider);
      const sourceId = await this.id(tx, 'source', envelope.source, providerId);
      await tx.query('insert into report_copy values ($1, $2, $3, $4, $5, $6, $7, $8, $1, 0)', [
        position,
        sourceId,
        envelope.epoch,
        envelope.sequence.toString(),
        providerId,
        knownAtMs,
        Buffer.from(envelope.contentHash),
        conflict,
      ]);
    });
  }

  /** The id of a name, made when it is new. */
  async id(
    tx: Transaction,
    table: 'provider' | 'source' | 'account' | 'compute_cluster' | 'accelerator',
    name: string,
    providerId?: number,
  ) {
    const column = table === 'accelerator' ? 'model' : 'name';
    const [found] = await tx.query<{ id: number }>(
      `select id from ${table} where ${column} = $1 ${providerId === undefined ? '' : 'and provider_id = $2'}`,
      providerId === undefined ? [name] : [name, providerId],
    );
    if (found) return found.id;
    const [made] = await tx.query<{ id: number }>(
      providerId === undefined
        ? `insert into ${table} (${column}) values ($1) returning id`
        : `insert into ${table} (${column}, provider_id) values ($1, $2) returning id`,
      providerId === undefined ? [name] : [name, providerId],
    );
    return made!.id;
  }
}

/** Records of one account and cluster, an hour each, one after another from `startMs`. */
export function columnsOf(counts: readonly number[], startMs: number): RecordColumns {
  const length = counts.length;
  return {
    length,
    names: ['', 'account', 'cluster'],
    index: Uint16Array.from(counts, (_, i) => i),
    account: new Uint32Array(length).fill(1),
    cluster: new Uint32Array(length).fill(2),
    accelerator: new Uint32Array(length),
    node: new Uint32Array(length),
    job: new Uint32Array(length),
    count: Uint32Array.from(counts),
    startMs: Float64Array.from(counts, (_, i) => startMs + i * 3_600_000),
    endMs: Float64Array.from(counts, (_, i) => startMs + (i + 1) * 3_600_000),
    grade: new Uint16Array(length),
    ppm: new Uint32Array(length),
    deviceStart: new Uint32Array(length + 1),
    devices: new Uint16Array(0),
    corrections: new Map(),
  };
}

export function envelopeOf(
  id: Pick<Envelope, 'provider' | 'source' | 'epoch' | 'sequence'>,
  columns: RecordColumns,
  more: Partial<Envelope> = {},
): Envelope {
  const bytes = columns.length === 0 ? Buffer.alloc(0) : encodeColumns(columns);
  return {
    receivedAtMs: 1_700_000_000_000,
    producedAtMs: 0,
    contentHash: contentHash(bytes),
    origin: { stream: 'door/test', offset: id.sequence },
    recordCount: columns.length,
    rejected: [],
    columns: bytes,
    schemaVersion: 1,
    opaque: Buffer.alloc(0),
    opaqueContentType: '',
    door: 'http',
    ...id,
    ...more,
  };
}

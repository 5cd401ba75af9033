import { Injectable } from '@nestjs/common';
import {
  ABSENT_CUSTOMER,
  type CustomerEvent,
  type CustomerKind,
  type CustomerStatus,
  evolveCustomer,
  levelStanding,
  type VerificationLevel,
} from '@tidemark/domain';
import { type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import { ownerOfCustomer, type SealingKey, SealingKeys } from '@tidemark/sealing';
import {
  type CustomerFilter,
  CustomerRecords,
  type CustomerRow,
  type HistoryEntry,
  type LoadedCustomer,
  type ReferenceMark,
} from '../customers/customer-records.port.js';
import { factsOfEvent } from '../customers/event-facts.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Row {
  id: string;
  provider: string;
  kind: CustomerKind;
  related: boolean;
  status: CustomerStatus;
  level: VerificationLevel;
  level_valid_to_ms: string | null;
  reverify_from_ms: string | null;
  revalidation: string | null;
  version: number;
  onboarded_at_ms: string;
  changed_at_ms: string;
}

interface EventRow {
  version: number;
  type: string;
  at_ms: string;
  actor: string;
  facts: Record<string, unknown>;
  body: Buffer;
}

const COLUMNS = `id, provider, kind, related, status, level, level_valid_to_ms, reverify_from_ms, revalidation, version,
  onboarded_at_ms, changed_at_ms`;
const place = (version: number): string => `event/${version}`;

@Injectable()
export class PostgresCustomerRecords extends CustomerRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: SealingKeys,
  ) {
    super();
  }

  async load(tx: Transaction, id: string): Promise<LoadedCustomer | undefined> {
    const row = await this.row(tx, id);
    if (row === undefined) return undefined;
    const { provider, version } = row;
    const key = await this.keys.find(tx, ownerOfCustomer(id));
    if (key === undefined) return { id, provider, version, customer: { ...ABSENT_CUSTOMER, status: 'ERASED', related: row.related } };
    const rows = await tx.query<EventRow>('select version, body from customer_event where customer = $1 order by version', [id]);
    const customer = rows.map((event) => openEvent(key, event)).reduce(evolveCustomer, ABSENT_CUSTOMER);
    return { id, provider, version, customer };
  }

  async create(tx: Transaction, created: LoadedCustomer, events: readonly CustomerEvent[], referenceMark?: Buffer): Promise<void> {
    const { id, provider, customer } = created;
    const key = await this.keys.make(tx, { owner: ownerOfCustomer(id), provider, nowMs: customer.onboardedAtMs! });
    await tx.query(
      `insert into customer (id, provider, kind, related, status, level, reference_mark, profile, version, onboarded_at_ms, changed_at_ms,
         identity_changed_at_ms)
       values ($1, $2, $3, $4, $5, 'NONE', $6, $7, $8, $9, $9, $9)`,
      [
        id,
        provider,
        customer.profile!.kind,
        customer.related,
        customer.status,
        referenceMark ?? null,
        key.sealJson('profile', customer.profile),
        events.length,
        customer.onboardedAtMs,
      ],
    );
    await insertEvents(tx, created, { key, first: 1, events });
  }

  async append(tx: Transaction, before: LoadedCustomer, events: readonly CustomerEvent[], mark: ReferenceMark): Promise<LoadedCustomer> {
    const key = await this.keys.find(tx, ownerOfCustomer(before.id));
    if (key === undefined) throw new Error(`Customer ${before.id} has no key: nothing can be kept about it any more`);
    await insertEvents(tx, before, { key, first: before.version + 1, events });
    const after = { ...before, version: before.version + events.length, customer: events.reduce(evolveCustomer, before.customer) };
    await this.keepRow(tx, after, key, events.at(-1)!.atMs);
    await this.keepReference(tx, after, mark);
    return after;
  }

  private async keepRow(tx: Transaction, { id, version, customer }: LoadedCustomer, key: SealingKey, atMs: number): Promise<void> {
    const { level, validToMs, reverifyFromMs } = levelStanding(customer, atMs);
    const { profile, revalidations, closedAtMs, identityChangedAtMs } = customer;
    const rows = await tx.query(
      `update customer set status = $2, level = $3, level_valid_to_ms = $4, reverify_from_ms = $5, revalidation = $6, profile = $7,
         version = $8, changed_at_ms = $9, closed_at_ms = $10, identity_changed_at_ms = coalesce($11, identity_changed_at_ms) where id = $1 returning id`,
      [
        id,
        customer.status,
        level,
        validToMs ?? null,
        reverifyFromMs ?? null,
        revalidations.open?.id ?? null,
        profile === undefined ? null : key.sealJson('profile', profile),
        version,
        atMs,
        closedAtMs ?? null,
        identityChangedAtMs ?? null,
      ],
    );
    if (rows.length !== 1) throw new Error(`Customer ${id} was not changed`);
  }

  private async keepReference(tx: Transaction, { id, customer }: LoadedCustomer, mark: ReferenceMark): Promise<void> {
    if (mark === 'keep' && customer.status !== 'ERASED') return;
    const kept = Buffer.isBuffer(mark) && customer.status !== 'ERASED' ? mark : null;
    await tx.query('update customer set reference_mark = $2 where id = $1', [id, kept]);
  }

  async row(tx: Transaction, id: string): Promise<CustomerRow | undefined> {
    // What is no uuid names no customer; PostgreSQL would fail the whole transaction over it.
    if (!UUID.test(id)) return undefined;
    const [row] = await tx.query<Row>(`select ${COLUMNS} from customer where id = $1`, [id]);
    return row === undefined ? undefined : rowOf(row);
  }

  async list(tenant: Tenant, filter: CustomerFilter): Promise<CustomerRow[]> {
    const { conditions, parameters } = conditionsOf(filter);
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    const sql = `select ${COLUMNS} from customer ${where} order by onboarded_at_ms, id limit $${parameters.length + 1}`;
    const rows = await this.transactions.read(tenant, (tx) => tx.query<Row>(sql, [...parameters, filter.limit]));
    return rows.map(rowOf);
  }

  async history(tx: Transaction, id: string, after: number, limit: number): Promise<HistoryEntry[]> {
    const key = await this.keys.find(tx, ownerOfCustomer(id));
    const rows = await tx.query<EventRow>(
      `select version, type, at_ms, actor, facts, body from customer_event where customer = $1 and version > $2 order by version limit $3`,
      [id, after, limit],
    );
    return rows.map((row) => ({
      version: row.version,
      type: row.type,
      atMs: Number(row.at_ms),
      actor: row.actor,
      facts: row.facts,
      ...(key === undefined ? {} : { event: openEvent(key, row) }),
    }));
  }

  async referenceTaken(tx: Transaction, provider: string, mark: Buffer, except?: string): Promise<boolean> {
    const rows = await tx.query('select 1 from customer where provider = $1 and reference_mark = $2 and ($3::uuid is null or id <> $3)', [
      provider,
      mark,
      except ?? null,
    ]);
    return rows.length > 0;
  }
}

/** Only what is asked for stands in the statement, so that the index of that serves it. */
function conditionsOf({ after, ...filter }: CustomerFilter): { conditions: string[]; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const conditions = FILTERS.flatMap(([field, condition]) => {
    const value = filter[field];
    return value === undefined ? [] : [condition(`$${parameters.push(value)}`)];
  });
  if (after !== undefined) conditions.push(`(onboarded_at_ms, id) > ($${parameters.push(after[0])}, $${parameters.push(after[1])}::uuid)`);
  return { conditions, parameters };
}

const FILTERS: readonly (readonly [Exclude<keyof CustomerFilter, 'limit' | 'after'>, (value: string) => string])[] = [
  ['provider', (value) => `provider = ${value}`],
  ['level', (value) => `level = ${value}`],
  ['status', (value) => `status = ${value}`],
  ['kind', (value) => `kind = ${value}`],
  ['related', (value) => `related = ${value}`],
  ['revalidation', (value) => `(revalidation is not null) = ${value}`],
  ['expiringBeforeMs', (value) => `level_valid_to_ms < ${value}`],
  ['referenceMark', (value) => `reference_mark = ${value}`],
];

interface NewEvents {
  key: SealingKey;
  /** Version of the first. */
  first: number;
  events: readonly CustomerEvent[];
}

/** (customer, version) is the primary key: of two who change one version, one fails. */
async function insertEvents(tx: Transaction, { id, provider }: LoadedCustomer, { key, first, events }: NewEvents): Promise<void> {
  for (const [offset, event] of events.entries()) {
    const version = first + offset;
    await tx.query(
      `insert into customer_event (customer, version, provider, type, at_ms, actor, facts, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, version, provider, event.type, event.atMs, event.by, JSON.stringify(factsOfEvent(event)), key.sealJson(place(version), event)],
    );
  }
}

const openEvent = (key: SealingKey, { version, body }: Pick<EventRow, 'version' | 'body'>): CustomerEvent =>
  key.openJson<CustomerEvent>(place(version), body);

function rowOf(row: Row): CustomerRow {
  return {
    id: row.id,
    provider: row.provider,
    kind: row.kind,
    related: row.related,
    status: row.status,
    level: row.level,
    ...(row.level_valid_to_ms === null ? {} : { levelValidToMs: Number(row.level_valid_to_ms) }),
    ...(row.reverify_from_ms === null ? {} : { reverifyFromMs: Number(row.reverify_from_ms) }),
    ...(row.revalidation === null ? {} : { revalidation: row.revalidation }),
    version: row.version,
    onboardedAtMs: Number(row.onboarded_at_ms),
    changedAtMs: Number(row.changed_at_ms),
  };
}

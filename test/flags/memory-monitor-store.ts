/** What the monitor keeps of what it consumes, in memory. */

import { type HourlyUse, HourSums, type TripleTotal } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
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
} from '../../apps/threshold-monitor/src/accumulate/monitor-store.port.js';
import { AT, type PostedRows } from '../../apps/threshold-monitor/src/accumulate/posted-rows.js';
import { type HourRange, type UseShare, UseShares } from '../../apps/threshold-monitor/src/evaluate/use-shares.port.js';
import { type AccountHours, VectorSource } from '../../apps/threshold-monitor/src/evaluate/vector-source.port.js';
import type { HourRow, MemoryTables } from './memory-tables.js';

export class MemoryMonitorStore extends MonitorStore {
  constructor(private readonly tables: MemoryTables) {
    super();
  }

  async head(): Promise<MonitorHead> {
    return this.tables.head;
  }

  async lockHead(): Promise<MonitorHead> {
    return this.tables.head;
  }

  async moveHead(_: Transaction, head: MonitorHead, positions: readonly InputPosition[] = []): Promise<void> {
    this.tables.head = { ...head };
    for (const { topic, partition, nextOffset } of positions) {
      const before = this.tables.positions.get(`${topic}/${partition}`) ?? 0n;
      this.tables.positions.set(`${topic}/${partition}`, nextOffset > before ? nextOffset : before);
    }
  }

  async nextOffset(topic: string, partition: number): Promise<bigint | undefined> {
    return this.tables.positions.get(`${topic}/${partition}`);
  }

  async positions(): Promise<InputPosition[]> {
    return [...this.tables.positions].map(([key, nextOffset]) => {
      const [topic, partition] = key.split('/') as [string, string];
      return { topic, partition: Number(partition), nextOffset };
    });
  }

  async takeBatches(_: Transaction, batches: readonly TakenBatch[]): Promise<Set<string>> {
    const taken = new Set<string>();
    for (const batch of batches) {
      const key = `${batch.ledgerPosition}/${batch.part}`;
      if (this.tables.batches.has(key)) continue;
      this.tables.batches.set(key, batch);
      taken.add(key);
    }
    return taken;
  }

  async hold(_: Transaction, batches: readonly Pick<TakenBatch, 'ledgerPosition' | 'part'>[]): Promise<void> {
    for (const { ledgerPosition, part } of batches) this.tables.held.add(`${ledgerPosition}/${part}`);
  }

  async release(_: Transaction, ledgerPositions: readonly bigint[]): Promise<void> {
    for (const key of this.tables.held) if (ledgerPositions.includes(BigInt(key.split('/')[0]!))) this.tables.held.delete(key);
  }

  async heldBatches(): Promise<Buffer[]> {
    return [...this.tables.held].map((key) => Buffer.from(this.tables.batches.get(key)!.bytes));
  }

  async numberProviders(_: Transaction, names: readonly string[]): Promise<Map<string, number>> {
    return numbered(this.tables.providers, names);
  }

  async numberNames(_: Transaction, what: 'account' | 'compute_cluster', names: readonly { providerId: number; name: string }[]) {
    const table = this.tables.names[what];
    return names.map(({ providerId, name }) => {
      if (table.some((one) => one.providerId === providerId && one.name === name)) throw new Error(`${what} ${name} is numbered already`);
      const row = { id: table.length + 1, providerId, name };
      table.push(row);
      return row;
    });
  }

  async numberAccelerators(_: Transaction, models: readonly string[]): Promise<Map<string, number>> {
    for (const model of models) if (this.tables.accelerators.has(model)) throw new Error(`${model} is numbered already`);
    return numbered(this.tables.accelerators, models);
  }

  async addPostings(_: Transaction, rows: PostedRows): Promise<ClusterHourUse[]> {
    const touched = new Map<string, { clusterId: number; hour: number }>();
    for (let row = 0; row < rows.length; row += 1) {
      const { accountId, clusterId, acceleratorId } = rows.series[rows.rowSeries[row]!]!;
      const hour = rows.rowHour[row]!;
      touched.set(`${clusterId}/${hour}`, { clusterId, hour });
      const key = `${accountId}/${clusterId}/${acceleratorId}/${hour}`;
      const total: HourRow = this.tables.hourTotals.get(key) ?? {
        ...{ accountId, clusterId, acceleratorId, hour, acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n },
      };
      total.acceleratorMs += rows.amount(row, AT.accelerator_ms);
      total.lower += rows.amount(row, AT.lower);
      total.expected += rows.amount(row, AT.expected);
      total.upper += rows.amount(row, AT.upper);
      this.tables.hourTotals.set(key, total);
    }
    return [...touched.values()].map(({ clusterId, hour }) => {
      const own = [...this.tables.hourTotals.values()].filter((row) => row.clusterId === clusterId && row.hour === hour);
      return { clusterId, hour, acceleratorMs: own.reduce((total, row) => total + row.acceleratorMs, 0n) };
    });
  }

  async addCustomerFacts(_: Transaction, facts: readonly KeptCustomerFact[]): Promise<Set<bigint>> {
    const fresh = facts.filter(({ sequence }) => !this.tables.customerFacts.has(sequence));
    for (const { sequence, bytes } of fresh) this.tables.customerFacts.set(sequence, Buffer.from(bytes));
    return new Set(fresh.map(({ sequence }) => sequence));
  }

  async addFacilityFact(_: Transaction, fact: { eventId: string; bytes: Uint8Array }): Promise<boolean> {
    if (this.tables.facilityFacts.has(fact.eventId)) return false;
    this.tables.facilityFacts.set(fact.eventId, Buffer.from(fact.bytes));
    return true;
  }

  async addOrderFact(_: Transaction, { sequence, bytes }: KeptOrderFact): Promise<boolean> {
    if (this.tables.orderFacts.has(sequence)) return false;
    this.tables.orderFacts.set(sequence, Buffer.from(bytes));
    return true;
  }

  async orderFacts(): Promise<Buffer[]> {
    return [...this.tables.orderFacts.values()];
  }

  async providers(): Promise<Map<string, number>> {
    return new Map(this.tables.providers);
  }

  async accelerators(): Promise<Map<string, number>> {
    return new Map(this.tables.accelerators);
  }

  async names(_: Transaction, what: 'account' | 'compute_cluster'): Promise<StoredName[]> {
    const providers = new Map([...this.tables.providers].map(([name, id]) => [id, name]));
    return this.tables.names[what].map(({ id, providerId, name }) => ({ id, name, provider: providers.get(providerId)! }));
  }

  async accountTotals(): Promise<StoredAccountTotal[]> {
    return grouped(this.tables, ({ accountId }) => accountId).map(([accountId, rows]) => {
      const hours = rows.map(({ hour }) => hour);
      return { accountId, ...sumOf(rows), firstHour: Math.min(...hours), lastHour: Math.max(...hours) };
    });
  }

  async clusterTotals(): Promise<StoredClusterTotal[]> {
    return grouped(this.tables, ({ clusterId }) => clusterId).map(([clusterId, rows]) => ({ clusterId, ...sumOf(rows) }));
  }

  async customerFacts(_: Transaction, after: bigint, limit: number): Promise<{ sequence: bigint; bytes: Buffer }[]> {
    const facts = [...this.tables.customerFacts].sort(([a], [b]) => Number(a - b)).filter(([sequence]) => sequence > after);
    return facts.slice(0, limit).map(([sequence, bytes]) => ({ sequence, bytes }));
  }

  async facilityFacts(_: Transaction, after: bigint, limit: number): Promise<{ position: bigint; bytes: Buffer }[]> {
    const facts = [...this.tables.facilityFacts.values()].map((bytes, i) => ({ position: BigInt(i + 1), bytes }));
    return facts.filter(({ position }) => position > after).slice(0, limit);
  }
}

export class MemoryVectorSource extends VectorSource {
  constructor(private readonly tables: MemoryTables) {
    super();
  }

  async sumOf(_: Transaction, hours: readonly AccountHours[]): Promise<HourSums> {
    return HourSums.of(rowsWithin(this.tables, hours));
  }

  async totalsOf(_: Transaction, hours: readonly AccountHours[]): Promise<TripleTotal> {
    return sumOf(rowsWithin(this.tables, hours));
  }

  async ofCluster(_: Transaction, clusterId: number): Promise<HourSums> {
    return HourSums.of([...this.tables.hourTotals.values()].filter((row) => row.clusterId === clusterId));
  }

  async useOfCluster(_: Transaction, clusterId: number): Promise<HourlyUse> {
    const use = new Map<number, bigint>();
    for (const row of this.tables.hourTotals.values())
      if (row.clusterId === clusterId) use.set(row.hour, (use.get(row.hour) ?? 0n) + row.acceleratorMs);
    const hours = [...use.keys()].sort((a, b) => a - b);
    return { hours, acceleratorMs: hours.map((hour) => use.get(hour)!) };
  }
}

/** Who is behind a total; what it rests on is nobody's question here. */
export class MemoryUseShares extends UseShares {
  constructor(private readonly tables: MemoryTables) {
    super();
  }

  async byAccount(_: Transaction, hours: readonly AccountHours[]): Promise<UseShare[]> {
    return sharesOf(rowsWithin(this.tables, hours), 'accountId');
  }

  async byPart(_: Transaction, parts: readonly (readonly AccountHours[])[]): Promise<UseShare[]> {
    return parts.flatMap((hours, id) => {
      const rows = rowsWithin(this.tables, hours);
      const totals = sumOf(rows);
      return rows.length === 0 ? [] : [{ id, totals, basis: { expected: totals.expected, byEvidence: {}, onPrior: 0n, labelled: {} } }];
    });
  }

  async byAccountInCluster(_: Transaction, clusterId: number, range: HourRange): Promise<UseShare[]> {
    return sharesOf(
      rowsOf(this.tables, range).filter((row) => row.clusterId === clusterId),
      'accountId',
    );
  }

  async byClusterOfAccount(_: Transaction, accountId: number, range: HourRange): Promise<UseShare[]> {
    return sharesOf(
      rowsOf(this.tables, range).filter((row) => row.accountId === accountId),
      'clusterId',
    );
  }
}

const rowsOf = ({ hourTotals }: MemoryTables, { fromHour, toHour }: HourRange): HourRow[] =>
  [...hourTotals.values()].filter(({ hour }) => hour >= fromHour && hour < toHour);

const rowsWithin = ({ hourTotals }: MemoryTables, hours: readonly AccountHours[]): HourRow[] =>
  [...hourTotals.values()].filter((row) =>
    hours.some(({ accountId, fromHour, toHour }) => row.accountId === accountId && row.hour >= fromHour && row.hour < toHour),
  );

function sharesOf(rows: readonly HourRow[], by: 'accountId' | 'clusterId'): UseShare[] {
  return [...new Set(rows.map((row) => row[by]))].map((id) => {
    const totals = sumOf(rows.filter((row) => row[by] === id));
    return { id, totals, basis: { expected: totals.expected, byEvidence: {}, onPrior: 0n, labelled: {} } };
  });
}

function numbered(table: Map<string, number>, names: readonly string[]): Map<string, number> {
  for (const name of names) if (!table.has(name)) table.set(name, table.size + 1);
  return new Map(names.map((name) => [name, table.get(name)!]));
}

function grouped(tables: MemoryTables, keyOf: (row: HourRow) => number): [number, HourRow[]][] {
  const groups = new Map<number, HourRow[]>();
  for (const row of tables.hourTotals.values()) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups];
}

const sumOf = (rows: readonly HourRow[]): TripleTotal => ({
  lower: rows.reduce((total, row) => total + row.lower, 0n),
  expected: rows.reduce((total, row) => total + row.expected, 0n),
  upper: rows.reduce((total, row) => total + row.upper, 0n),
});

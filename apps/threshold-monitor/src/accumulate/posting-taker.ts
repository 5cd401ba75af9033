import { Injectable } from '@nestjs/common';
import { decodePostedBatch, type PostedColumns } from '@tidemark/contracts';
import { evidenceOfBasis, MIXED_BASIS, restsOnPrior, type Scope, type TripleTotal } from '@tidemark/domain';
import type { IncomingMessage } from '@tidemark/messaging';
import { Evaluator } from '../evaluate/evaluator.js';
import type { MonitorMemory } from '../evaluate/monitor-memory.js';
import type { MonitorChange } from './monitor-engine.js';
import { type ClusterHourUse, MonitorStore } from './monitor-store.port.js';
import { NameNumbers } from './name-numbers.js';
import { AT, PostedRows } from './posted-rows.js';
import { type Poison, readEach } from './read-each.js';

export interface DecodedBatch {
  readonly offset: bigint;
  readonly bytes: Uint8Array;
  readonly columns: PostedColumns;
}

const HOUR_MS = 3_600_000n;
/** By number of the evidence: declared, billed, telemetry, attested. */
const EVIDENCE = [AT.of_declared, AT.of_billed, AT.of_telemetry, AT.of_attested] as const;
const LABELLED = [AT.labelled_declared, AT.labelled_billed, AT.labelled_telemetry, AT.labelled_attested] as const;

export function decodeBatches(messages: readonly IncomingMessage[]): { decoded: DecodedBatch[]; poison: Poison[] } {
  const { messages: decoded, poison } = readEach(messages, ({ offset, value }) => ({
    offset,
    bytes: value,
    columns: decodePostedBatch(value),
  }));
  return { decoded, poison };
}

/** Folds postings into the vectors, each batch once, and says which scopes they touched. */
@Injectable()
export class PostingTaker {
  constructor(
    private readonly store: MonitorStore,
    private readonly evaluator: Evaluator,
    private readonly names: NameNumbers,
  ) {}

  async take(change: MonitorChange, batches: readonly DecodedBatch[]): Promise<void> {
    const { tx, memory } = change;
    if (batches.length === 0) return;
    const taken = await this.store.takeBatches(tx, batches.map(takenBatch), change.change);
    const fresh = oncePerKey(batches.filter(({ columns }) => taken.has(keyOf(columns))));
    const { ready, released, held } = memory.held.add(fresh.map(({ columns }) => columns));
    await this.store.hold(tx, held);
    await this.store.release(tx, released, change.change);
    for (const { ledgerPosition } of ready) if (ledgerPosition > change.ledgerPosition) change.ledgerPosition = ledgerPosition;
    await this.names.learn(tx, memory, ready);
    const rows = new PostedRows();
    for (const columns of ready) fold(columns, memory, rows);
    const clusterHours = await this.store.addPostings(tx, rows);
    this.touch(change, rows);
    this.touchOverfull(change, clusterHours);
  }

  private touch({ memory, touched }: MonitorChange, rows: PostedRows): void {
    for (let row = 0; row < rows.length; row++) {
      const amounts: TripleTotal = {
        lower: rows.amount(row, AT.lower),
        expected: rows.amount(row, AT.expected),
        upper: rows.amount(row, AT.upper),
      };
      const { accountId, clusterId } = rows.series[rows.rowSeries[row]!]!;
      const hour = rows.rowHour[row]!;
      const scopes = scopesOf(memory, accountId, clusterId, hour);
      memory.accountTotals.add(accountId, hour, amounts);
      memory.addToCluster(clusterId, amounts);
      for (const scope of scopes) touched.post(scope, hour, amounts);
      this.evaluator.post(scopes, accountId, hour, amounts);
    }
  }

  /** Hours in which a compute cluster did more than it is registered to have. */
  private touchOverfull({ memory, touched }: MonitorChange, hours: readonly ClusterHourUse[]): void {
    for (const { clusterId, hour, acceleratorMs } of hours) {
      const { provider, name } = memory.clusters.of(clusterId);
      const registered = memory.registered.acceleratorsAt(provider, name, hour);
      if (registered !== undefined && acceleratorMs > BigInt(registered) * HOUR_MS)
        touched.insist({ kind: 'cluster', provider, id: name }, hour);
    }
  }
}

function takenBatch({ bytes, columns }: DecodedBatch) {
  const { ledgerPosition, part, knownAtMs, hour, length } = columns;
  let [firstHour, lastHour] = [hour[0] ?? 0, hour[0] ?? 0];
  for (let row = 1; row < length; row++) {
    if (hour[row]! < firstHour) firstHour = hour[row]!;
    if (hour[row]! > lastHour) lastHour = hour[row]!;
  }
  return { ledgerPosition: BigInt(ledgerPosition), part, knownAtMs, firstHour, lastHour, bytes };
}

const keyOf = ({ ledgerPosition, part }: PostedColumns): string => `${ledgerPosition}/${part}`;

/** The log may hold a batch twice, one beside the other. */
const oncePerKey = (batches: readonly DecodedBatch[]): DecodedBatch[] => [
  ...new Map(batches.map((batch) => [keyOf(batch.columns), batch])).values(),
];

function scopesOf(memory: MonitorMemory, accountId: number, clusterId: number, hour: number): Scope[] {
  const account = memory.accounts.of(accountId);
  const cluster = memory.clusters.of(clusterId);
  return [
    { kind: 'account', provider: account.provider, id: account.name },
    { kind: 'cluster', provider: cluster.provider, id: cluster.name },
    ...memory.scopesAt(account.provider, account.name, hour),
  ];
}

function fold(columns: PostedColumns, memory: MonitorMemory, rows: PostedRows): void {
  const { length, hour, basis, basisShares, workloadShares } = columns;
  const seriesAt = seriesFinder(columns, memory, rows);
  const rowOf = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const row = rows.rowOf(seriesAt(i), hour[i]!);
    rowOf[i] = row;
    rows.add(row, AT.accelerator_ms, columns.acceleratorMs[i]!);
    rows.add(row, AT.lower, columns.lower[i]!);
    rows.add(row, AT.expected, columns.expected[i]!);
    rows.add(row, AT.upper, columns.upper[i]!);
    if (basis[i] !== MIXED_BASIS) addBasis(rows, row, basis[i]!, columns.expected[i]!);
  }
  for (const share of basisShares) addBasis(rows, rowOf[share.row]!, share.basis, share.expected);
  for (const share of workloadShares) rows.add(rowOf[share.row]!, LABELLED[share.workloadEvidence]!, share.expected);
}

/** Neighbours are mostly of one series: a batch is in the order of accounts. */
function seriesFinder({ names, provider, account, cluster, accelerator }: PostedColumns, memory: MonitorMemory, rows: PostedRows) {
  let [last, series] = [-1, -1];
  return (i: number): number => {
    const isSame =
      last >= 0 &&
      account[i] === account[last] &&
      cluster[i] === cluster[last] &&
      accelerator[i] === accelerator[last] &&
      provider[i] === provider[last];
    last = i;
    if (isSame) return series;
    const own = names[provider[i]!]!;
    series = rows.seriesOf({
      accountId: memory.accounts.idOf(own, names[account[i]!]!)!,
      clusterId: memory.clusters.idOf(own, names[cluster[i]!]!)!,
      acceleratorId: memory.accelerators.get(names[accelerator[i]!]!)!,
      providerId: memory.providers.get(own)!,
    });
    return series;
  };
}

function addBasis(rows: PostedRows, row: number, basis: number, expected: bigint): void {
  rows.add(row, EVIDENCE[evidenceOfBasis(basis)]!, expected);
  if (restsOnPrior(basis)) rows.add(row, AT.on_prior, expected);
}

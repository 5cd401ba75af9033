import { HourSums, type HourVector, PUBLISHED_CATALOGUE, totalsOf } from '@tidemark/domain';
import { type AccountName, MadeUpIdentity } from './made-up-identity.js';
import type { TraceJob } from './traces-data.js';
import { UseMeter } from './use-meter.js';

export interface ClusterUse {
  readonly provider: string;
  readonly cluster: string;
  readonly vector: HourVector;
  readonly jobs: number;
  readonly acceleratorHours: number;
  /** Accounts that the trace names, by expected total, largest first; empty: it names none. */
  readonly tenants: readonly bigint[];
  /** Accelerator-hours of the largest job. */
  readonly largestJobHours: number;
}

/** What a fleet used, by whom and where, in vectors. */
export interface Fleet {
  readonly clusters: readonly ClusterUse[];
  readonly accounts: readonly { readonly name: AccountName; readonly isNamed: boolean; readonly vector: HourVector }[];
  readonly identity: MadeUpIdentity;
  readonly customers: readonly string[];
  /** Jobs on accelerators that the catalogue does not know: held, by model. */
  readonly held: ReadonlyMap<string, number>;
  /** Jobs whose accelerator the trace does not name. */
  readonly assumed: number;
}

/** Who is behind everything, in the worst case. */
export const EVERYTHING = 'whoever-stands-behind-all-of-it';

interface Cell extends AccountName {
  readonly cluster: string;
  readonly isNamed: boolean;
  readonly customer: string;
  readonly vector: HourSums;
}

interface ClusterCount {
  jobs: number;
  acceleratorHours: number;
  largestJobHours: number;
}

/**
 * Meters every job as usage. `assumedModel` stands for the accelerators that the trace does not name. Jobs without an account are one
 * account and one customer for the whole cluster: the worst case.
 */
export function fleetOf(jobs: readonly TraceJob[], assumedModel: string, meter = new UseMeter()): Fleet {
  const cells = new Map<string, Cell>();
  const counts = new Map<string, ClusterCount>();
  const held = new Map<string, number>();
  for (const job of jobs) {
    const model = job.model ?? assumedModel;
    const entry = PUBLISHED_CATALOGUE.resolve(model);
    if (entry === undefined) {
      held.set(model, (held.get(model) ?? 0) + 1);
      continue;
    }
    meter.add({ ...job, peaks: entry.peaksGflops }, cellOf(cells, job).vector);
    countJob(counts, job);
  }
  const all = [...cells.values()];
  const customers = [...new Set(all.map(({ customer }) => customer))];
  return {
    clusters: clustersOf(all, counts),
    accounts: accountsOf(all),
    identity: identityOf(all, customers),
    customers,
    held,
    assumed: jobs.filter(({ model }) => model === undefined).length,
  };
}

function cellOf(cells: Map<string, Cell>, { provider, cluster, account, customer }: TraceJob): Cell {
  const own = account ?? `users of ${cluster}`;
  const key = `${provider}\t${cluster}\t${own}`;
  const known = cells.get(key);
  if (known) return known;
  const isNamed = account !== undefined;
  const cell = { provider, cluster, account: own, isNamed, customer: `${provider}/${customer ?? own}`, vector: new HourSums() };
  cells.set(key, cell);
  return cell;
}

function countJob(counts: Map<string, ClusterCount>, { provider, cluster, count, startMs, endMs }: TraceJob): void {
  const key = `${provider}\t${cluster}`;
  const hours = (count * (endMs - startMs)) / 3_600_000;
  const known = counts.get(key) ?? { jobs: 0, acceleratorHours: 0, largestJobHours: 0 };
  known.jobs += 1;
  known.acceleratorHours += hours;
  known.largestJobHours = Math.max(known.largestJobHours, hours);
  counts.set(key, known);
}

function clustersOf(cells: readonly Cell[], counts: ReadonlyMap<string, ClusterCount>): ClusterUse[] {
  const byCluster = Map.groupBy(cells, ({ provider, cluster }) => `${provider}\t${cluster}`);
  const clusters = [...byCluster].map(([key, own]) => ({
    provider: own[0]!.provider,
    cluster: own[0]!.cluster,
    vector: sumOf(own),
    tenants: own
      .filter(({ isNamed }) => isNamed)
      .map(({ vector }) => totalsOf(vector).expected)
      .sort(descending),
    ...counts.get(key)!,
  }));
  return clusters.sort((one, other) => (one.cluster < other.cluster ? -1 : 1));
}

function accountsOf(cells: readonly Cell[]): Fleet['accounts'] {
  const byAccount = Map.groupBy(cells, ({ provider, account }) => `${provider}\t${account}`);
  return [...byAccount.values()].map((own) => {
    const [{ provider, account, isNamed }] = own as [Cell];
    return { name: { provider, account }, isNamed, vector: sumOf(own) };
  });
}

function sumOf(cells: readonly Cell[]): HourVector {
  if (cells.length === 1) return cells[0]!.vector;
  const sums = new HourSums();
  for (const { vector } of cells) if (sums.addVector(vector)) throw new RangeError('an hour holds more than 9.2e30 FLOP');
  return sums;
}

/** Each account its customer's, and one controller over all customers. */
function identityOf(cells: readonly Cell[], customers: readonly string[]): MadeUpIdentity {
  const identity = new MadeUpIdentity();
  const accounts = new Map(cells.map((cell) => [`${cell.provider}\t${cell.account}`, cell]));
  for (const cell of accounts.values()) identity.link(cell, cell.customer);
  for (const customer of customers) identity.control(EVERYTHING, customer, 'scheme');
  return identity;
}

const descending = (one: bigint, other: bigint): number => (one < other ? 1 : one > other ? -1 : 0);

/** The fewest that make nine tenths of all. Sorted, largest first. */
export function fewestForNinety(amounts: readonly bigint[]): number {
  const all = amounts.reduce((sum, amount) => sum + amount, 0n);
  let sum = 0n;
  let count = 0;
  while (sum * 10n < all * 9n) sum += amounts[count++]!;
  return count;
}

import { bucketOf, type Claim, ClaimBucket, placeInBucket } from '@tidemark/domain';
import { int4Array, type Transaction } from '@tidemark/persistence';
import { compareKeys } from '../rebuild/named-comparison.js';
import type { NamedRow, NamedTable } from '../rebuild/replay.port.js';
import { namedRows } from './named-rows.postgres.js';

interface BucketRow {
  /** Provider, cluster and day. */
  day_key: string;
  cluster_id: number;
  bucket: number;
  day: number;
  state: Buffer;
}

/** All time that is held on a node in a day. Nodes are numbered as they appear, so the same claims may stand in other buckets. */
export class NamedClaims implements NamedTable {
  readonly name = 'claims';

  async *rows(tx: Transaction): AsyncIterable<NamedRow[]> {
    let open: BucketRow[] = [];
    const sql = `select json_build_array(p.name, c.name, b.day)::text collate "C" as day_key, b.cluster_id, b.bucket, b.day, b.state
      from claim_bucket b join compute_cluster c on c.id = b.cluster_id join provider p on p.id = c.provider_id order by day_key`;
    for await (const page of namedRows<BucketRow>(tx, sql)) {
      for (const row of page) {
        if (open.length > 0 && open[0]!.day_key !== row.day_key) {
          yield await nodesOf(tx, open);
          open = [];
        }
        open.push(row);
      }
    }
    if (open.length > 0) yield await nodesOf(tx, open);
  }
}

/** A day of a cluster, node by node. */
async function nodesOf(tx: Transaction, buckets: readonly BucketRow[]): Promise<NamedRow[]> {
  const { cluster_id: clusterId, day_key: dayKey } = buckets[0]!;
  const held = buckets.map(({ bucket, day, state }) => ({ bucket, nodes: ClaimBucket.decode(day, state).claims() }));
  const nodes = await nodeNames(tx, clusterId);
  const accounts = await accountNames(
    tx,
    new Set(held.flatMap((one) => one.nodes.flatMap(({ claims }) => claims.map((claim) => claim.account)))),
  );
  const rows = held.flatMap(({ bucket, nodes: inBucket }) =>
    inBucket.map(({ place, claims }) => ({
      key: `${dayKey} ${JSON.stringify(nodes.get(bucket)?.get(place) ?? `node ${bucket}/${place} without a name`)}`,
      value: `{"claims":[${textsOf(claims, accounts).join()}]}`,
    })),
  );
  return rows.sort((a, b) => compareKeys(a.key, b.key));
}

const textsOf = (claims: readonly Claim[], accounts: ReadonlyMap<number, string>): string[] =>
  joined(claims)
    .map((claim) => textOf(claim, accounts))
    .sort();

const textOf = ({ holder, account, count, startMs, endMs }: Claim, accounts: ReadonlyMap<number, string>): string =>
  JSON.stringify([accounts.get(account) ?? `account ${account} without a name`, holder.devices ?? holder.job, count, startMs, endMs]);

/** Time that goes on is one claim, however it came together. */
function joined(claims: readonly Claim[]): Claim[] {
  const byHolder = Map.groupBy(claims, ({ holder, account, count }) => JSON.stringify([holder.devices ?? holder.job, account, count]));
  return [...byHolder.values()].flatMap((own) => {
    const whole: Claim[] = [];
    for (const claim of own.toSorted((a, b) => a.startMs - b.startMs)) {
      const last = whole.at(-1);
      if (last?.endMs === claim.startMs) last.endMs = claim.endMs;
      else whole.push({ ...claim });
    }
    return whole;
  });
}

/** By bucket and place in it. */
async function nodeNames(tx: Transaction, clusterId: number): Promise<Map<number, Map<number, string>>> {
  const rows = await tx.query<{ ordinal: number; name: string }>('select ordinal, name from cluster_node where cluster_id = $1', [
    clusterId,
  ]);
  const buckets = new Map<number, Map<number, string>>();
  for (const { ordinal, name } of rows) {
    const bucket = buckets.get(bucketOf(ordinal)) ?? new Map<number, string>();
    buckets.set(bucketOf(ordinal), bucket.set(placeInBucket(ordinal), name));
  }
  return buckets;
}

async function accountNames(tx: Transaction, ids: ReadonlySet<number>): Promise<Map<number, string>> {
  const rows = await tx.query<{ id: number; name: string }>('select id, name from account where id = any($1::int[])', [
    int4Array([...ids]),
  ]);
  return new Map(rows.map((row) => [row.id, row.name]));
}

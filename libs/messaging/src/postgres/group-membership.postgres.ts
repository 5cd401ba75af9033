import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Position } from '../consuming/position-committer.js';
import { onConnection } from './copy-out.postgres.js';
import { type GroupMember, type GroupPartition, moves } from './group-shares.js';

/** A partition that this member owns. */
export interface OwnedPartition {
  topicId: number;
  topic: string;
  partition: number;
  generation: bigint;
  /** Committed position of the group; undefined: it never committed here. */
  position: bigint | undefined;
}

export interface MembershipView {
  owned: OwnedPartition[];
  /** Owned, but to be given away: finish what is in hand, commit, then `release`. */
  give: GroupPartition[];
  /** Something changed that the others should look at. */
  changed: boolean;
}

interface PartitionRow {
  topic_id: number;
  topic: string;
  partition: number;
  owner: string | null;
  generation: string;
  position: string | null;
}

/** One member of a consumer group, and what it owns, in tables. Every change of ownership happens under the group's lock. */
export class GroupMembership {
  readonly member = randomUUID();

  constructor(
    private readonly pool: Pool,
    private readonly group: string,
    private readonly leaseMs: number,
  ) {}

  /** Renews the lease, frees the partitions of members who are gone, takes this member's share of the free ones. */
  async renew(topics: string[], backendPid: number): Promise<MembershipView> {
    return this.locked(async (client) => {
      const joined = await this.enter(client, topics, backendPid);
      const left = await this.dismiss(client);
      await this.addPartitions(client, topics);
      const members = await this.members(client);
      const rows = await this.partitions(client);
      const partitions = rows.map(({ topic, partition, owner }): GroupPartition => ({ topic, partition, owner: owner ?? undefined }));
      const { take, give } = moves(this.member, members, partitions);
      const taken = rows.filter((row) => take.some(({ topic, partition }) => topic === row.topic && partition === row.partition));
      await this.own(client, taken);
      const owned = [
        ...rows.filter(({ owner }) => owner === this.member),
        ...taken.map((row) => ({ ...row, generation: String(BigInt(row.generation) + 1n) })),
      ];
      return { owned: owned.map(toOwned), give, changed: joined || left };
    });
  }

  /** Commits what it still owns in the same generation; anything else is fenced off. Answers how many were committed. */
  async commit(positions: (Position & { topicId: number; generation: bigint })[]): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'event_log_commit',
      text: `update event_log.group_partition as g set position = c.position
             from unnest($3::int[], $4::int[], $5::bigint[], $6::bigint[]) as c (topic_id, partition, generation, position)
             where g.group_name = $1 and g.owner = $2 and g.topic_id = c.topic_id and g.partition = c.partition and g.generation = c.generation`,
      values: [
        this.group,
        this.member,
        positions.map(({ topicId }) => topicId),
        positions.map(({ partition }) => partition),
        positions.map(({ generation }) => generation),
        positions.map(({ position }) => position),
      ],
    });
    return rowCount ?? 0;
  }

  /** Gives one partition away. */
  async release({ topicId, partition, generation }: OwnedPartition): Promise<void> {
    await this.pool.query(
      `update event_log.group_partition set owner = null
       where group_name = $1 and owner = $2 and topic_id = $3 and partition = $4 and generation = $5`,
      [this.group, this.member, topicId, partition, generation],
    );
  }

  /** Gives everything away and leaves. */
  async leave(): Promise<void> {
    await this.locked(async (client) => {
      await client.query('update event_log.group_partition set owner = null where group_name = $1 and owner = $2', [
        this.group,
        this.member,
      ]);
      await client.query('delete from event_log.group_member where group_name = $1 and member = $2', [this.group, this.member]);
    });
  }

  private locked<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    return onConnection(this.pool, async (client) => {
      await client.query('begin');
      await client.query(`select pg_advisory_xact_lock(hashtextextended('event_log.group ' || $1, 0))`, [this.group]);
      const result = await work(client);
      await client.query('commit');
      return result;
    });
  }

  private async enter(client: PoolClient, topics: string[], backendPid: number): Promise<boolean> {
    const { rows } = await client.query<{ joined: boolean }>(
      `insert into event_log.group_member as m (group_name, member, topics, backend_pid, expires_at)
       values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 ms')
       on conflict (group_name, member) do update set topics = excluded.topics, backend_pid = excluded.backend_pid, expires_at = excluded.expires_at
       returning xmax = 0 as joined`,
      [this.group, this.member, topics, backendPid, this.leaseMs],
    );
    return rows[0]!.joined;
  }

  /** A member is gone when its lease is over, or when its listening connection is: the server sees a killed process at once. */
  private async dismiss(client: PoolClient): Promise<boolean> {
    const { rowCount } = await client.query(
      `delete from event_log.group_member
       where group_name = $1 and member <> $2
         and (expires_at < clock_timestamp() or not exists (select from pg_stat_activity where pid = backend_pid))`,
      [this.group, this.member],
    );
    await client.query(
      `update event_log.group_partition set owner = null
       where group_name = $1 and owner is not null and owner not in (select member from event_log.group_member where group_name = $1)`,
      [this.group],
    );
    return (rowCount ?? 0) > 0;
  }

  private async addPartitions(client: PoolClient, topics: string[]): Promise<void> {
    await client.query(
      `insert into event_log.group_partition (group_name, topic_id, partition)
       select $1, p.topic_id, p.partition from event_log.topic t join event_log.partition p on p.topic_id = t.id
       where t.name = any($2) and not exists (
         select from event_log.group_partition g where g.group_name = $1 and g.topic_id = p.topic_id and g.partition = p.partition)
       on conflict do nothing`,
      [this.group, topics],
    );
  }

  private async members(client: PoolClient): Promise<GroupMember[]> {
    const { rows } = await client.query<GroupMember>('select member, topics from event_log.group_member where group_name = $1', [
      this.group,
    ]);
    return rows;
  }

  private async partitions(client: PoolClient): Promise<PartitionRow[]> {
    const { rows } = await client.query<PartitionRow>(
      `select g.topic_id, t.name as topic, g.partition, g.owner, g.generation, g.position
       from event_log.group_partition g join event_log.topic t on t.id = g.topic_id where g.group_name = $1`,
      [this.group],
    );
    return rows;
  }

  private async own(client: PoolClient, rows: PartitionRow[]): Promise<void> {
    if (rows.length === 0) return;
    await client.query(
      `update event_log.group_partition as g set owner = $2, generation = generation + 1
       from unnest($3::int[], $4::int[]) as t (topic_id, partition)
       where g.group_name = $1 and g.topic_id = t.topic_id and g.partition = t.partition`,
      [this.group, this.member, rows.map((row) => row.topic_id), rows.map((row) => row.partition)],
    );
  }
}

function toOwned(row: PartitionRow): OwnedPartition {
  const { topic_id: topicId, topic, partition, generation, position } = row;
  return { topicId, topic, partition, generation: BigInt(generation), position: position === null ? undefined : BigInt(position) };
}

import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { SealingKeys } from '@tidemark/sealing';
import { afterFailure } from '../webhooks/retry-schedule.js';
import { openSecrets } from '../webhooks/webhook-secrets.js';
import type { SendResult } from '../webhooks/webhook-sender.js';
import { DueDeliveries, type LeasedDelivery } from '../webhooks/webhook-store.port.js';
import { type EndpointRow, endpointOf, secretsOf } from './webhook-store.postgres.js';

type LeasedRow = EndpointRow & { delivery: string; message: string; body: string };

@Injectable()
export class PostgresDueDeliveries extends DueDeliveries {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: SealingKeys,
  ) {
    super();
  }

  /** Leased before its secrets are opened: an endpoint whose key is damaged holds up no other. */
  async lease(nowMs: number, leaseMs: number): Promise<LeasedDelivery | undefined> {
    const row = await this.ofAll(async (tx) => {
      const [first] = await tx.query<LeasedRow>(
        `with due as (
           select e.id from webhook_endpoint e
           where e.state = 'ENABLED' and e.next_attempt_ms <= $1 and e.leased_until_ms <= $1
             and exists (select from webhook_delivery d where d.endpoint = e.id and d.state = 'PENDING')
           order by e.next_attempt_ms, e.id limit 1 for update skip locked
         ), leased as (
           update webhook_endpoint e set leased_until_ms = $2 from due where e.id = due.id returning e.*
         )
         select leased.*, d.id as delivery, m.id as message, m.body from leased
         join lateral (select * from webhook_delivery where endpoint = leased.id and state = 'PENDING' order by id limit 1) d on true
         join webhook_message m on m.id = d.message`,
        [nowMs, nowMs + leaseMs],
      );
      return first;
    });
    return row && this.ofAll((tx) => this.opened(tx, row, nowMs));
  }

  private async opened(tx: Transaction, row: LeasedRow, nowMs: number): Promise<LeasedDelivery> {
    const secrets = openSecrets(await this.keys.find(tx, `webhook/${row.id}`), secretsOf(row), nowMs);
    return { endpoint: endpointOf(row), delivery: Number(row.delivery), message: { id: row.message, body: row.body }, secrets };
  }

  settle({ endpoint, delivery }: LeasedDelivery, result: SendResult, nowMs: number): Promise<void> {
    const delivered = result.outcome === 'DELIVERED';
    return this.ofAll(async (tx) => {
      await tx.query(
        `update webhook_delivery set state = case when $2 then 'DELIVERED' else state end, attempts = attempts + 1, last_attempt_ms = $3,
           last_outcome = $4, last_status = $5, last_duration_ms = $6 where id = $1`,
        [delivery, delivered, nowMs, result.outcome, result.status ?? null, result.durationMs],
      );
      if (delivered) await succeeded(tx, endpoint.id);
      else await failed(tx, endpoint.id, result, nowMs);
    });
  }

  expire(olderThanMs: number): Promise<void> {
    return this.ofAll(async (tx) => {
      await tx.query('delete from webhook_message where known_at_ms < $1', [olderThanMs]);
    });
  }

  private ofAll<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.transactions.run(async (tx) => {
      await tx.query(`select set_config('tidemark.oversight', 'on', true)`);
      return work(tx);
    });
  }
}

async function succeeded(tx: Transaction, endpoint: string): Promise<void> {
  await tx.query(
    'update webhook_endpoint set leased_until_ms = 0, attempts = 0, failing_since_ms = null, next_attempt_ms = 0 where id = $1',
    [endpoint],
  );
}

/** Read again under its lock: somebody may have enabled or changed it while the attempt was under way. */
async function failed(tx: Transaction, endpoint: string, { outcome }: SendResult, nowMs: number): Promise<void> {
  const [row] = await tx.query<EndpointRow>('select * from webhook_endpoint where id = $1 for update', [endpoint]);
  const standing = { attempts: row!.attempts, failingSinceMs: row!.failing_since_ms === null ? undefined : Number(row!.failing_since_ms) };
  const next = afterFailure(standing, { nowMs, random: Math.random(), gone: outcome === 'GONE' });
  await tx.query(
    `update webhook_endpoint set leased_until_ms = 0, attempts = $2, failing_since_ms = $3, next_attempt_ms = $4,
       state = case when $5 then 'DISABLED' else state end where id = $1`,
    [endpoint, next.attempts, next.failingSinceMs, next.nextAttemptMs, next.disabled],
  );
}

import { Injectable } from '@nestjs/common';
import { actorOf } from '@tidemark/access';
import { type Refused, repeatable, repeatOf, runOrRollBack, type WriteRequest } from '@tidemark/edge';
import { type Transaction, Transactions } from '@tidemark/persistence';
import { REGISTRY_ITSELF, RegistryWrites } from '../registry/registry-writes.js';
import type { Write } from '../registry/write.js';
import { publishFact } from './customer-facts.postgres.js';
import { enqueueTask } from './registry-tasks.postgres.js';

@Injectable()
export class PostgresRegistryWrites extends RegistryWrites {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async run<Answer extends object>(
    request: WriteRequest,
    work: (write: Write) => Promise<Answer>,
  ): Promise<Answer | Refused<'IDEMPOTENCY_KEY_REUSED'>> {
    const { caller } = request;
    const answer = await runOrRollBack<Answer>(this.transactions, async (tx) => {
      await openFor(tx, caller.provider);
      const nowMs = await lockHead(tx, request.nowMs);
      return repeatable(tx, { repeat: repeatOf(request), nowMs, onReplay: request.idempotency?.onReplay }, () =>
        work(writeOn(tx, { nowMs, by: actorOf(caller), provider: caller.provider }, request.nowMs)),
      );
    });
    return answer as Answer | Refused<'IDEMPOTENCY_KEY_REUSED'>;
  }

  runAsRegistry<Answer>(nowMs: number, work: (write: Write) => Promise<Answer>): Promise<Answer> {
    return this.transactions.run((tx) => asRegistry(tx, nowMs, work));
  }
}

/** For whoever has a transaction of the registry's own open: a batch of the event log, the worker of tasks. */
export async function asRegistry<Answer>(tx: Transaction, nowMs: number, work: (write: Write) => Promise<Answer>): Promise<Answer> {
  await openFor(tx, undefined);
  return work(writeOn(tx, { nowMs: await lockHead(tx, nowMs), by: REGISTRY_ITSELF, provider: undefined }, nowMs));
}

/** Row-level security holds a change to the tenant who asked for it; the scheme and the registry itself see all. */
async function openFor(tx: Transaction, provider: string | undefined): Promise<void> {
  await tx.query(`select set_config('tidemark.provider', $1, true), set_config('tidemark.oversight', $2, true)`, [
    provider ?? '',
    provider === undefined ? 'on' : 'off',
  ]);
}

/** A clock that stands still or was set back does not stop known times from rising. */
async function lockHead(tx: Transaction, nowMs: number): Promise<number> {
  const [head] = await tx.query<{ known_at_ms: string }>(
    'update registry_head set known_at_ms = greatest(known_at_ms + 1, $1) returning known_at_ms',
    [nowMs],
  );
  return Number(head!.known_at_ms);
}

/** Tasks wait for the clock, which may be behind the known time. */
function writeOn(tx: Transaction, { nowMs, by, provider }: Pick<Write, 'nowMs' | 'by' | 'provider'>, clockMs: number): Write {
  return {
    tx,
    nowMs,
    by,
    provider,
    publish: (fact) => publishFact(tx, fact, { by, knownAtMs: nowMs }),
    task: (kind, subject, { notBeforeMs = clockMs, payload = {} } = {}) => enqueueTask(tx, { kind, subject, notBeforeMs, payload }),
  };
}

import type { Transaction, Transactions } from '@tidemark/persistence';
import { hashOf } from './one-time.js';
import type { SignInThrottle } from './people.port.js';
import { type Attempts, attempt, type ThrottlePolicy } from './throttle.policy.js';

interface AttemptRow {
  failures: number;
  last_at_ms: string;
  locked_until_ms: string;
}

export class PostgresSignInThrottle implements SignInThrottle {
  constructor(private readonly transactions: Transactions) {}

  attempt(keys: readonly { key: string; policy: ThrottlePolicy }[], nowMs: number): Promise<{ waitMs: number } | undefined> {
    // Locked in one order, whatever order they are named in: two attempts never wait for each other.
    const ordered = keys.map(({ key, policy }) => ({ hash: hashOf(key), policy })).sort((a, b) => Buffer.compare(a.hash, b.hash));
    return this.transactions.run(async (tx) => {
      const outcomes: { hash: Buffer; after: Attempts }[] = [];
      for (const { hash, policy } of ordered) {
        const outcome = attempt(await lock(tx, hash), nowMs, policy);
        if ('waitMs' in outcome) return outcome;
        outcomes.push({ hash, after: outcome.attempts });
      }
      for (const { hash, after } of outcomes)
        await tx.query('update sign_in_attempt set failures = $2, last_at_ms = $3, locked_until_ms = $4 where key = $1', [
          hash,
          after.failures,
          after.lastAtMs,
          after.lockedUntilMs,
        ]);
      return undefined;
    });
  }

  async succeeded(cleared: readonly string[], forgiven: readonly string[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query('delete from sign_in_attempt where key = any($1::bytea[])', [cleared.map(hashOf)]);
      await tx.query('update sign_in_attempt set failures = greatest(0, failures - 1), locked_until_ms = 0 where key = any($1::bytea[])', [
        forgiven.map(hashOf),
      ]);
    });
  }
}

async function lock(tx: Transaction, hash: Buffer): Promise<Attempts> {
  await tx.query('insert into sign_in_attempt (key, failures, last_at_ms, locked_until_ms) values ($1, 0, 0, 0) on conflict do nothing', [
    hash,
  ]);
  const [row] = await tx.query<AttemptRow>('select failures, last_at_ms, locked_until_ms from sign_in_attempt where key = $1 for update', [
    hash,
  ]);
  return { failures: row!.failures, lastAtMs: Number(row!.last_at_ms), lockedUntilMs: Number(row!.locked_until_ms) };
}

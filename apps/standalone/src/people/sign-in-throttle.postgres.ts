import type { Transaction, Transactions } from '@tidemark/persistence';
import type { SealedBox } from '../issuer/sealed-box.js';
import type { SignInThrottle } from './people.port.js';
import { type Attempts, attempt, FORGOTTEN_MS, type ThrottlePolicy } from './throttle.policy.js';

interface AttemptRow {
  failures: number;
  last_at_ms: string;
  locked_until_ms: string;
}

export class PostgresSignInThrottle implements SignInThrottle {
  constructor(
    private readonly transactions: Transactions,
    /** Names and addresses are few enough to be guessed from a plain hash. */
    private readonly box: SealedBox,
  ) {}

  attempt(keys: readonly { key: string; policy: ThrottlePolicy }[], nowMs: number): Promise<{ waitMs: number } | undefined> {
    // Locked in one order, whatever order they are named in: two attempts never wait for each other.
    const ordered = keys.map(({ key, policy }) => ({ hash: this.box.blind(key), policy })).sort((a, b) => Buffer.compare(a.hash, b.hash));
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
      // What is forgotten by the policy need not be kept either.
      await tx.query(
        'delete from sign_in_attempt where ctid = any(array(select ctid from sign_in_attempt where last_at_ms < $1 limit 20 for update skip locked))',
        [nowMs - FORGOTTEN_MS],
      );
      return undefined;
    });
  }

  async succeeded(cleared: readonly string[], forgiven: readonly string[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query('delete from sign_in_attempt where key = any($1::bytea[])', [cleared.map((key) => this.box.blind(key))]);
      await tx.query('update sign_in_attempt set failures = greatest(0, failures - 1), locked_until_ms = 0 where key = any($1::bytea[])', [
        forgiven.map((key) => this.box.blind(key)),
      ]);
    });
  }
}

/** Made when it is not there, and locked, in one statement: a row that is swept meanwhile is made again. */
async function lock(tx: Transaction, hash: Buffer): Promise<Attempts> {
  const [row] = await tx.query<AttemptRow>(
    `insert into sign_in_attempt as known (key, failures, last_at_ms, locked_until_ms) values ($1, 0, 0, 0)
     on conflict (key) do update set failures = known.failures returning failures, last_at_ms, locked_until_ms`,
    [hash],
  );
  return { failures: row!.failures, lastAtMs: Number(row!.last_at_ms), lockedUntilMs: Number(row!.locked_until_ms) };
}

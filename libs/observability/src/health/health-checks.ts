import { Injectable } from '@nestjs/common';

/** Resolves when all is well; rejects with the reason when not. */
export type HealthCheck = () => Promise<void> | void;

export interface HealthReport {
  status: 'ok' | 'failing';
  checks: Record<string, { status: 'ok' | 'failing'; reason?: string }>;
}

const CHECK_TIMEOUT_MS = 2000;

/** Where the apps say what has to hold for them to be alive (else: restart me) and ready (else: send me no work now). */
@Injectable()
export class HealthChecks {
  private readonly liveness = new Map<string, HealthCheck>();
  private readonly readiness = new Map<string, HealthCheck>();
  private readonly draining = new AbortController();

  /** Fails when only a new start would help: a consumer that stands still although there is work. */
  registerLiveness(name: string, check: HealthCheck): void {
    register(this.liveness, name, check);
  }

  /** Fails as long as requests would be answered worse than by another instance: the database is away, a copy is not caught up. */
  registerReadiness(name: string, check: HealthCheck): void {
    register(this.readiness, name, check);
  }

  /** Aborted when the process begins to end: answers that go on for ever (streams) should come to theirs. */
  get ending(): AbortSignal {
    return this.draining.signal;
  }

  /** From now on not ready: load balancers look elsewhere while the rest is finished. */
  drain(): void {
    this.draining.abort();
  }

  live(): Promise<HealthReport> {
    return reportOf(this.liveness);
  }

  async ready(): Promise<HealthReport> {
    if (this.ending.aborted)
      return { status: 'failing', checks: { shutdown: { status: 'failing', reason: 'the instance is shutting down' } } };
    return reportOf(this.readiness);
  }
}

function register(checks: Map<string, HealthCheck>, name: string, check: HealthCheck): void {
  if (checks.has(name)) throw new Error(`There is a health check named "${name}" already`);
  checks.set(name, check);
}

async function reportOf(checks: ReadonlyMap<string, HealthCheck>): Promise<HealthReport> {
  const results = await Promise.all([...checks].map(async ([name, check]) => [name, await outcomeOf(check)] as const));
  const status = results.every(([, { status }]) => status === 'ok') ? 'ok' : 'failing';
  return { status, checks: Object.fromEntries(results) };
}

async function outcomeOf(check: HealthCheck): Promise<{ status: 'ok' | 'failing'; reason?: string }> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  try {
    await Promise.race([check(), late.promise]);
    return { status: 'ok' };
  } catch (error) {
    return { status: 'failing', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

import fc from 'fast-check';
import { ACCOUNT_POLICY, type Attempts, attempt } from './throttle.policy.js';

const HOUR_MS = 3_600_000;

/** Guesses as fast as it is let, from nothing; answers how many got through in the time. */
function guesses(forMs: number): number {
  let attempts: Attempts | undefined;
  let nowMs = 1_000_000_000;
  let made = 0;
  for (const end = nowMs + forMs; nowMs < end; ) {
    const outcome = attempt(attempts, nowMs, ACCOUNT_POLICY);
    if ('waitMs' in outcome) nowMs += outcome.waitMs;
    else {
      attempts = outcome.attempts;
      made++;
      nowMs += 1;
    }
  }
  return made;
}

describe('throttle', () => {
  it('lets a person mistype five times, then waits 30 s, a minute, two, up to a quarter of an hour', () => {
    let attempts: Attempts | undefined;
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const nowMs = Math.max(1_000_000, attempts?.lockedUntilMs ?? 0);
      const outcome = attempt(attempts, nowMs, ACCOUNT_POLICY);
      if ('waitMs' in outcome) throw new Error('it was waited for');
      attempts = outcome.attempts;
      waits.push(Math.max(0, attempts.lockedUntilMs - nowMs) / 1000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('keeps a machine to about a hundred guesses a day', () => {
    expect(guesses(24 * HOUR_MS)).toBeLessThan(110);
  });

  it('forgets after a day without an attempt', () => {
    const old = { failures: 40, lastAtMs: 0, lockedUntilMs: 900_000 };
    expect(attempt(old, 25 * HOUR_MS, ACCOUNT_POLICY)).toEqual({ attempts: { failures: 1, lastAtMs: 25 * HOUR_MS, lockedUntilMs: 0 } });
  });

  it('never lets through while it is locked, and never locks for longer than a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1e9), fc.nat(1e9), (failures, lockedUntilMs, nowMs) => {
        const outcome = attempt({ failures, lastAtMs: nowMs, lockedUntilMs }, nowMs, ACCOUNT_POLICY);
        if (lockedUntilMs > nowMs) return 'waitMs' in outcome && outcome.waitMs === lockedUntilMs - nowMs;
        return 'attempts' in outcome && outcome.attempts.lockedUntilMs <= nowMs + 900_000 && outcome.attempts.failures === failures + 1;
      }),
    );
  });
});

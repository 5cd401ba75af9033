import { afterFailure, GIVE_UP_AFTER_MS, pauseAfter } from './retry-schedule.js';

describe('retries of a webhook', () => {
  it('come after growing pauses, at most six hours and a tenth', () => {
    const pauses = Array.from({ length: 12 }, (_, i) => pauseAfter(i + 1, 0));
    expect(pauses[0]).toBe(5000);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
    expect(pauseAfter(100, 0.999)).toBeLessThanOrEqual(6.6 * 3_600_000);
  });

  it('go on for five days of failing, then the endpoint is disabled', () => {
    let state: { attempts: number; failingSinceMs: number | undefined } = { attempts: 0, failingSinceMs: undefined };
    let nowMs = 1_000_000;
    let tries = 0;
    for (;;) {
      const next = afterFailure(state, { nowMs, random: 0.5, gone: false });
      tries++;
      if (next.disabled) break;
      expect(next.failingSinceMs).toBe(1_000_000);
      expect(next.nextAttemptMs).toBeGreaterThan(nowMs);
      state = next;
      nowMs = next.nextAttemptMs;
    }
    expect(nowMs - 1_000_000).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
    expect(tries).toBeGreaterThan(20);
  });

  it('end at once when the endpoint says that it is gone', () =>
    expect(afterFailure({ attempts: 0, failingSinceMs: undefined }, { nowMs: 1, random: 0, gone: true }).disabled).toBe(true));
});

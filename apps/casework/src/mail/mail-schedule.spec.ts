import fc from 'fast-check';
import { afterAttempt, GIVE_UP_AFTER_MS } from './mail-schedule.js';

describe('when a mail is tried again', () => {
  const away = { outcome: 'AWAY' } as const;

  it('grows its pauses, and ends after five days whatever happens', () => {
    const pauses: number[] = [];
    let nowMs = 0;
    for (let attempts = 1; ; attempts++) {
      const after = afterAttempt(away, { attempts, madeAtMs: 0, nowMs });
      if (after.state !== 'WAITING') {
        expect(after.state).toBe('FAILED');
        break;
      }
      pauses.push(after.nextAttemptMs - nowMs);
      nowMs = after.nextAttemptMs;
    }
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect(nowMs).toBeGreaterThanOrEqual(GIVE_UP_AFTER_MS);
    expect(pauses.length).toBeLessThan(25);
  });

  it('never tries again what was sent or refused', () =>
    fc.assert(
      fc.property(fc.nat(50), fc.nat(GIVE_UP_AFTER_MS * 2), (attempts, nowMs) => {
        const standing = { attempts: attempts + 1, madeAtMs: 0, nowMs };
        expect(afterAttempt({ outcome: 'SENT' }, standing)).toEqual({ state: 'SENT' });
        expect(afterAttempt({ outcome: 'REFUSED' }, standing)).toEqual({ state: 'FAILED' });
      }),
    ));
});

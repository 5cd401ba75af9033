import fc from 'fast-check';
import type { Delegation } from '../case-context.js';
import { delegationRefusal } from './delegation.js';

const DAY = 86_400_000;
const now = 1_000 * DAY;
const week = { from: now, until: now + 7 * DAY };
const held = (person: string, deputy: string, more: Partial<Delegation> = {}): Delegation => ({
  id: `${person}-${deputy}`,
  person,
  deputy,
  ...week,
  ...more,
});
const code = (existing: Delegation[], more: Partial<Delegation> = {}) =>
  delegationRefusal(existing, { person: 'ana', deputy: 'ben', ...week, ...more }, now)?.refused.code;

describe('a delegation', () => {
  it('is made to another, for a time that lies ahead', () => {
    expect(code([])).toBeUndefined();
    expect(code([], { deputy: 'ana' })).toBe('DELEGATION_TO_SELF');
    expect(code([], { until: now })).toBe('DELEGATION_PERIOD');
    expect(code([], { from: now - 2 * DAY })).toBe('DELEGATION_PERIOD');
    expect(code([], { until: now + 100 * DAY })).toBe('DELEGATION_PERIOD');
  });

  it('never comes back to whoever made it, over any number of deputies', () => {
    expect(code([held('ben', 'ana')])).toBe('DELEGATION_CIRCLE');
    expect(code([held('ben', 'cleo'), held('cleo', 'dora'), held('dora', 'ana')])).toBe('DELEGATION_CIRCLE');
    expect(code([held('ben', 'cleo')])).toBeUndefined();
  });

  it('may come back at another time, or once the other was ended', () => {
    expect(code([held('ben', 'ana', { from: now + 7 * DAY, until: now + 8 * DAY })])).toBeUndefined();
    expect(code([held('ben', 'ana', { endedAt: now })])).toBeUndefined();
    expect(
      code([held('ben', 'cleo', { until: now + 2 * DAY }), held('cleo', 'ana', { from: now + 2 * DAY, until: now + 3 * DAY })]),
    ).toBeUndefined();
  });

  it('leaves no day on which anybody’s work goes round, whatever was made before', () => {
    const person = fc.constantFrom('ana', 'ben', 'cleo', 'dora');
    const wanted = fc.record({ person, deputy: person, from: fc.integer({ min: 0, max: 10 }), days: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 12 }), (wishes) => {
        const made: Delegation[] = [];
        wishes.forEach(({ person, deputy, from, days }, n) => {
          const one = { id: String(n), person, deputy, from: now + from * DAY, until: now + (from + days) * DAY };
          if (delegationRefusal(made, one, now) === undefined) made.push(one);
        });
        for (let day = 0; day < 15; day++) {
          const today = made.filter((one) => one.from <= now + day * DAY && now + day * DAY < one.until);
          for (const { person: start } of today) expect(reach(today, start).has(start)).toBe(false);
        }
      }),
    );
  });
});

function reach(today: readonly Delegation[], start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let one = queue.pop(); one !== undefined; one = queue.pop())
    for (const { person, deputy } of today)
      if (person === one && !seen.has(deputy)) {
        seen.add(deputy);
        queue.push(deputy);
      }
  return seen;
}

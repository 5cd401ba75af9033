import { servedChanges } from './served-changes.js';
import type { ServedNow } from './served-now.js';

const item: ServedNow = { id: 'i-1', provider: 'north', kind: 'NOTICE', part: 'n-1', status: 'served', servedAtMs: 1, dueAtMs: 5 };

describe('what the table of served items takes over', () => {
  it('is an item that is new, and nothing of one that stands as it was', () => {
    expect(servedChanges([], [item])).toEqual({ added: [item], changed: [] });
    expect(servedChanges([item], [{ ...item }])).toEqual({ added: [], changed: [] });
  });

  it.each([{ status: 'forwarded' }, { dueAtMs: 6 }, { dueAtMs: undefined }, { revision: 1 }])('is a change of %j', (change) =>
    expect(servedChanges([item], [{ ...item, ...change }]).changed).toHaveLength(1),
  );

  it('is never that something was taken back', () => expect(() => servedChanges([item], [])).toThrow('never taken back'));
});

import type { FacilityFact } from './facility-fact.js';
import { nextFact } from './record-fact.js';

const thing = { kind: 'site', provider: 'north', id: 'berlin' } as const;
const first: FacilityFact<'site'> = {
  ...thing,
  version: 1,
  content: { name: 'Berlin', country: 'DE' },
  recordedAtMs: 1_000,
  recordedBy: 'ana',
};

describe('the next fact about a thing', () => {
  it('is its first version when nothing is known', () =>
    expect(nextFact(undefined, thing, first.content, { by: 'ana', nowMs: 1_000 })).toEqual({ outcome: 'created', fact: first }));

  it('is the standing one when it says the same, whoever says it', () =>
    expect(nextFact(first, thing, { country: 'DE', name: 'Berlin' }, { by: 'ben', nowMs: 2_000 })).toEqual({
      outcome: 'unchanged',
      fact: first,
    }));

  it('is a later version when it says something else', () =>
    expect(nextFact(first, thing, { name: 'Berlin' }, { by: 'ben', nowMs: 2_000 })).toEqual({
      outcome: 'changed',
      fact: { ...thing, version: 2, content: { name: 'Berlin' }, recordedAtMs: 2_000, recordedBy: 'ben' },
    }));

  it('is never older than what it corrects', () =>
    expect(nextFact(first, thing, {}, { by: 'ben', nowMs: 500 })).toMatchObject({ fact: { version: 2, recordedAtMs: 1_000 } }));
});

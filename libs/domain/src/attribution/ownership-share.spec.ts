import fc from 'fast-check';
import { CustomerGroups } from '../control/customer-groups.js';
import { fraction } from '../control/fraction.js';
import { holdingsAt } from '../control/holdings.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { Attribution } from './attribution.js';
import { anyHistory, CUSTOMERS, PARTIES } from './identity-history.fixture.js';
import { edgesOf, HOURS } from './naive-attribution.fixture.js';
import { holds, hoursOf, linked, told } from './told.fixture.js';

const SHARES = [fraction(1n, 5n), fraction(1n, 3n), fraction(1n, 2n), fraction(51n, 100n), fraction(1n, 1n)];
const OWNERSHIP = 'ownership-25' as const;

/** Who would be under whom in an hour, asked anew. */
function groupNaively(attribution: Attribution, controller: string, hour: number): string[] {
  const members = attribution.membersOf({ kind: 'group', id: controller, controlRule: OWNERSHIP }, hour, hour + 1);
  return members.map(({ scope }) => scope.id).sort();
}

describe('what would be by another share of ownership', () => {
  it('is who owns so much, in every hour', () => {
    let groups = 0;
    fc.assert(
      fc.property(anyHistory, fc.constantFrom(...SHARES), ({ facts }, share) => {
        const attribution = new Attribution();
        for (const fact of facts) attribution.take(fact);
        const other = attribution.byOwnershipShare(share);
        const edges = edgesOf(facts);
        for (const hour of HOURS) {
          const { holdings } = holdingsAt(edges, { asOfMs: hour * HOUR_MS, partyOf: (record) => attribution.partyOf(record) });
          const now = CustomerGroups.of(holdings, share);
          for (const controller of new Set([...PARTIES, ...CUSTOMERS])) {
            const under = now.group(controller);
            if (under.length > 0) groups += 1;
            expect(groupNaively(other, controller, hour)).toEqual(under.length === 0 ? [] : [controller, ...under].sort());
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(groups).toBeGreaterThan(100);
  });

  it('leaves what there is as it is', () => {
    const attribution = told(linked('l', 'x', 'c', '10:00'), holds('e', 'k 30% c', '00:00'));
    const half = attribution.byOwnershipShare(fraction(1n, 2n));
    const fifth = attribution.byOwnershipShare(fraction(1n, 5n));
    expect([half, fifth].map((one) => hoursOf(one, { kind: 'group', id: 'k', controlRule: OWNERSHIP }))).toEqual(['', 'x 10-']);
    expect(attribution.controllers('control')).toEqual([]);
    expect(() => half.take({ sequence: 3, knownAtMs: 9, type: 'other' })).toThrow('takes no further facts');
  });
});

import fc from 'fast-check';
import { CONTROL_RULES, CustomerGroups } from '../control/customer-groups.js';
import { holdingsAt } from '../control/holdings.js';
import { HOUR_MS } from '../metering/hour-slots.js';
import { type Hours, hasHour } from './hours.js';
import { anyHistory } from './identity-history.fixture.js';
import { edgesOf, HOURS } from './naive-attribution.fixture.js';
import { walkGroups } from './walk-groups.js';

const isStrictlyRising = (hours: Hours): boolean => hours.every((edge, index) => index === 0 || hours[index - 1]! < edge);
const itself = (record: string) => record;

describe('groups walked through time', () => {
  it.each(CONTROL_RULES)('are those of each hour, by %s, each member’s hours written as shortly as can be', (rule) =>
    fc.assert(
      fc.property(anyHistory, ({ facts }) => {
        const edges = edgesOf(facts);
        const walked = walkGroups(edges, itself, rule);
        for (const hour of HOURS) {
          const groups = CustomerGroups.of(holdingsAt(edges, { asOfMs: hour * HOUR_MS }).holdings, rule);
          const at = [...walked].map(
            ([controller, members]) => [controller, [...members].filter(([, hours]) => hasHour(hours, hour))] as const,
          );
          const standing = at
            .filter(([, members]) => members.length > 0)
            .map(([controller, members]) => [controller, members.map(([one]) => one).sort()]);
          expect(standing.sort()).toEqual(
            groups
              .controllers()
              .map((controller) => [controller, groups.group(controller)])
              .sort(),
          );
        }
        for (const members of walked.values()) for (const hours of members.values()) expect(isStrictlyRising(hours)).toBe(true);
      }),
      { numRuns: 200 },
    ),
  );
});

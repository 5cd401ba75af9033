import { compareBirthDates } from './birth-dates.js';
import { WEIGHTS } from './weights.js';

const weight = (a: string, b: string) => compareBirthDates([a], [b], WEIGHTS)?.weight;
const { birth } = WEIGHTS;

describe('birth dates', () => {
  it.each([
    ['1970-05-06', '1970-05-06', birth.day],
    ['1970-5-6', '1970-05-06', birth.day],
    ['1970-05-06', '1970-06-05', birth.swapped],
    ['1970', '1970-05-06', birth.year],
    ['1968~1972', '1970-05-06', birth.year],
    ['1970-05-06', '1970-09-09', birth.otherDay],
    ['1970', '1971', birth.near],
    ['1970-05-06', '1971-05-06', -birth.nearButExact],
    ['1970', '1974', -birth.apart],
    ['1970', '1990', -birth.farApart],
    ['circa 1970', '1970', undefined],
  ])('%s and %s weigh %s', (a, b, wanted) => expect(weight(a, b)).toBe(wanted));

  it('the best of several counts', () => expect(compareBirthDates(['1950', '1970'], ['1990', '1970'], WEIGHTS)?.weight).toBe(birth.year));
});

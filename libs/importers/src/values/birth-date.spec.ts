import fc from 'fast-check';
import { readBirthDate } from './birth-date.js';

it.each([
  ['19 Jun 1951', '1951-06-19'],
  ['1962', '1962'],
  ['Apr 1962', '1962-04'],
  ['circa 1962', '1960~1964'],
  ['circa 12 Mar 1962', '1960~1964'],
  ['circa 1965-1969', '1965~1969'],
  ['1953 to 1958', '1953~1958'],
  ['01 Jan 1960 to 31 Dec 1962', '1960~1962'],
  ['01 Jan 1960 to 31 Dec 1960', '1960'],
  ['between 1960 and 1962', '1960~1962'],
  ['1937-04-28', '1937-04-28'],
  ['00/05/1975', '1975-05'],
  ['dd/mm/1975', '1975'],
  ['30 Feb 1975', undefined],
  ['29 Feb 1975', undefined],
  ['29 Feb 1976', '1976-02-29'],
  ['1962 to 1953', undefined],
  ['unknown', undefined],
])('%s is %s', (text, expected) => expect(readBirthDate(text)).toBe(expected));

it('gives nothing or one of the four forms, whatever is written', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(circa )?[0-9/ .-]{0,12}( to [0-9]{4})?$/)), (text) => {
      expect(readBirthDate(text) ?? '1900').toMatch(/^\d{4}(-\d{2}(-\d{2})?|~\d{4})?$/);
    }),
  ));

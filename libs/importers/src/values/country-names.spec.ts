import { countryCode } from './country-names.js';

it.each([
  ['Korea, North', 'KP'],
  ["Democratic People's Republic of Korea", 'KP'],
  ['Iran (Islamic Republic of)', 'IR'],
  ['Türkiye', 'TR'],
  ['Congo, Democratic Republic of the', 'CD'],
  ['ru', 'RU'],
  ['USA', 'US'],
  ['Viet Nam', 'VN'],
  ['Palestinian', 'PS'],
  ['', undefined],
  ['undetermined', undefined],
  ['Atlantis', '?'],
])('%s is %s', (name, code) => expect(countryCode(name)).toBe(code));

import countries from 'i18n-iso-countries';

/**
 * What the lists call a country, where it is not ISO's English name: OFAC writes the family of a name first ("Korea, North"), nationality
 * is sometimes a word for the people, and some names are of yesterday. A territory goes with ISO's own code where it has one.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'bahamas the': 'BS',
  bolivia: 'BO',
  brunei: 'BN',
  burma: 'MM',
  'cabo verde': 'CV',
  'cape verde': 'CV',
  'cabo verde previously cape verde': 'CV',
  'china hong kong special administrative region': 'HK',
  'china macao special administrative region': 'MO',
  'congo democratic republic': 'CD',
  'congo democratic republic of the': 'CD',
  'congo republic of the': 'CG',
  'congo brazzaville': 'CG',
  'cote d ivoire': 'CI',
  'ivory coast': 'CI',
  'czech republic': 'CZ',
  dprk: 'KP',
  'democratic peoples republic of korea': 'KP',
  'democratic republic of the congo': 'CD',
  drc: 'CD',
  'east timor': 'TL',
  'falkland islands': 'FK',
  'gambia the': 'GM',
  'the gambia': 'GM',
  'great britain': 'GB',
  british: 'GB',
  'hong kong sar': 'HK',
  'iran islamic republic of': 'IR',
  iranian: 'IR',
  'islamic republic of iran': 'IR',
  'korea north': 'KP',
  'north korea': 'KP',
  'korea south': 'KR',
  'south korea': 'KR',
  'republic of korea': 'KR',
  kosovo: 'XK',
  laos: 'LA',
  'lao peoples democratic republic': 'LA',
  macau: 'MO',
  macedonia: 'MK',
  'macedonia the former yugoslav republic of': 'MK',
  'man isle of': 'IM',
  micronesia: 'FM',
  moldova: 'MD',
  'republic of moldova': 'MD',
  'netherlands antilles': 'AN',
  palestine: 'PS',
  palestinian: 'PS',
  'state of palestine': 'PS',
  'occupied palestinian territories': 'PS',
  'west bank': 'PS',
  gaza: 'PS',
  'region gaza': 'PS',
  'gaza strip': 'PS',
  russia: 'RU',
  russian: 'RU',
  'russian federation': 'RU',
  'saint vincent the grenadines': 'VC',
  'st kitts and nevis': 'KN',
  'st kitts nevis': 'KN',
  'st vincent and the grenadines': 'VC',
  swaziland: 'SZ',
  syria: 'SY',
  'syrian arab republic': 'SY',
  taiwan: 'TW',
  tanzania: 'TZ',
  'united republic of tanzania': 'TZ',
  turkey: 'TR',
  turkiye: 'TR',
  uae: 'AE',
  uk: 'GB',
  usa: 'US',
  'united kingdom of great britain and northern ireland': 'GB',
  'virgin islands british': 'VG',
  'british virgin islands': 'VG',
  'virgin islands us': 'VI',
  venezuela: 'VE',
  'venezuela bolivarian republic of': 'VE',
  vietnam: 'VN',
  'viet nam': 'VN',
};

/** Of what no country is: they are neither known nor odd. */
const NO_COUNTRY = new Set(['', 'undetermined', 'unknown', 'na', 'n a', 'not known', 'stateless', 'none identified', '00']);

const byName: ReadonlyMap<string, string> = new Map([
  ...Object.entries(countries.getNames('en', { select: 'all' })).flatMap(([code, names]) =>
    [names].flat().map((name) => [foldCountry(name), code] as const),
  ),
  ...Object.entries(OTHER_NAMES),
]);

function foldCountry(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** ISO 3166-1 alpha-2 of a name, of alpha-2 or of alpha-3; `undefined` when nothing is said; `'?'` when it is no country this room knows. */
export function countryCode(text: string): string | undefined {
  const folded = foldCountry(text.replace(/\([^)]*\)/g, (part) => (/islamic|bolivarian|province|state/i.test(part) ? part : ' ')));
  if (NO_COUNTRY.has(folded)) return undefined;
  if (/^[a-z]{2}$/.test(folded) && countries.isValid(folded)) return folded.toUpperCase();
  if (/^[a-z]{3}$/.test(folded) && countries.alpha3ToAlpha2(folded.toUpperCase())) return countries.alpha3ToAlpha2(folded.toUpperCase());
  return byName.get(folded) ?? byName.get(folded.replace(/^(the|republic of|possibly|former) /, '')) ?? '?';
}

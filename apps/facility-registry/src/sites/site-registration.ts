import type { SiteContent } from '../facts/facility-fact.js';
import { type Checked, refuse, shown } from '../facts/facility-refusal.js';
import { checkText } from '../facts/identifier.policy.js';

const NAME_CHARACTERS_MAX = 200;
const COUNTRY = /^[A-Z]{2}$/;

export function checkSite({ name, country }: SiteContent): Checked<SiteContent> {
  const checked = checkText(name ?? '', 'name', NAME_CHARACTERS_MAX);
  if ('refused' in checked) return checked;
  if (country !== undefined && !COUNTRY.test(country)) {
    return refuse('COUNTRY_MALFORMED', 'country', `country ${shown(country)} is not two upper-case letters of ISO 3166-1.`);
  }
  return { value: { ...(checked.value === '' ? {} : { name: checked.value }), ...(country === undefined ? {} : { country }) } };
}

import type { CustomerProfile } from './customer-profile.js';
import { PROFILE_FIELDS } from './read-profile.js';

/** Fields that say who somebody is: a change of one is screened, resolved and re-validated; a new telephone number is not. */
export const IDENTITY_FIELDS: ReadonlySet<string> = new Set([
  'names',
  'identifiers',
  'jurisdiction',
  'legalForm',
  'birthDate',
  'nationalities',
  'addresses',
]);

/** Names of the fields that differ, in the order of the type. Who said something and when counts too: it is evidence. */
export function changedFields(before: CustomerProfile, after: CustomerProfile): string[] {
  return PROFILE_FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field]));
}

/** JSON with keys in order, so that equal content is equal text. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}

import type { CustomerProfile, Stated } from '@tidemark/domain';
import type { ScreenedPerson } from '@tidemark/screening';

/** What of a customer is compared with lists: names, births, countries and numbers; who said so and when is not. */
export function screenedCustomer(profile: CustomerProfile): ScreenedPerson {
  const { names, identifiers, birthDate, nationalities, jurisdiction, addresses } = profile;
  const countries = [jurisdiction, ...nationalities].flatMap((stated) => (stated ? [stated.value] : []));
  return {
    kind: profile.kind,
    names: distinct(names.map(({ value: { text, kind } }) => ({ text, kind }))),
    ...(birthDate && { birthDates: [birthDate.value] }),
    countries: distinct([...countries, ...valuesOf(addresses).map(({ country }) => country)]),
    identifiers: distinct(valuesOf(identifiers).map(({ scheme, value, country }) => ({ scheme, value, ...(country && { country }) }))),
  };
}

const valuesOf = <Value>(stated: readonly Stated<Value>[]): Value[] => stated.map(({ value }) => value);

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

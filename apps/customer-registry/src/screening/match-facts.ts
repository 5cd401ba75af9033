import { canonicalJson } from '@tidemark/domain';
import type { ListEntry, ScreenedIdentifier, ScreenedPerson } from '@tidemark/screening';

/**
 * The facts on both sides that the score of a match rests on: the two names that met, births, countries and numbers. A decision holds for
 * these alone. What is not compared is not among them: a new remark, program or address line of an entry reopens nothing, nor does
 * another configuration of the matcher.
 */
export function matchFacts(person: ScreenedPerson, entry: ListEntry, names: { readonly query: string; readonly entry: string }): string {
  return canonicalJson({ names, person: compared(person), entry: compared(entry) });
}

function compared({ kind, birthDates = [], countries = [], identifiers = [] }: ScreenedPerson) {
  return { kind, birthDates: [...birthDates].sort(), countries: [...countries].sort(), identifiers: identifiers.map(numberOf).sort() };
}

const numberOf = ({ scheme, value, country = '' }: ScreenedIdentifier): string => [scheme, value, country].join(' ');

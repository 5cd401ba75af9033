import { type CustomerProfile, strongIdentifiersOf } from '@tidemark/domain';
import { ScreeningIndex } from '@tidemark/screening';
import { type BlindIndex } from '@tidemark/sealing';
import { screenedCustomer } from '../screening/screened-customer.js';
import type { PartyMark } from './party-marks.port.js';

/** The kind of marks that only find; every other kind is of a strong identifier. */
export const RETRIEVAL = 'KEY';

/** What a record is found by: its strong identifiers, and the keys by which names are retrieved, all as keyed hashes. */
export function marksOf(index: BlindIndex, profile: CustomerProfile): PartyMark[] {
  const strong = strongIdentifiersOf(profile).map(({ kind, normalised }) => ({ kind, mark: index.of(`party/${kind}`, normalised) }));
  const keys = ScreeningIndex.retrievalKeys(screenedCustomer(profile)).map((key) => ({
    kind: RETRIEVAL,
    mark: index.of('party/key', key),
  }));
  return [...strong, ...keys];
}

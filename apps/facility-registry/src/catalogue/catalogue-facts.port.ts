import type { AcceleratorCatalogue } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import type { CatalogueFact } from './catalogue-fact.js';

/** The operator's facts on top of the catalogue that comes with the program, kept for ever. */
export abstract class CatalogueFacts {
  /** Makes writers wait for each other until their transactions end, so that versions follow one order. */
  abstract lock(tx: Transaction): Promise<void>;
  /** The catalogue with every fact that the transaction sees. */
  abstract current(tx: Transaction): Promise<AcceleratorCatalogue>;
  /** Writes the fact and its event. Throws when that version is there already: the caller did not hold the lock. */
  abstract append(tx: Transaction, fact: CatalogueFact): Promise<void>;
}

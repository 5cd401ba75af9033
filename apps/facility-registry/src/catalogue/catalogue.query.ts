import { Injectable } from '@nestjs/common';
import type { AcceleratorCatalogue } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { CatalogueFacts } from './catalogue-facts.port.js';

/** The catalogue belongs to no tenant: it is read as one who sees nobody's rows. */
const NOBODY = { provider: '' };

@Injectable()
export class CatalogueQuery {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: CatalogueFacts,
  ) {}

  current(): Promise<AcceleratorCatalogue> {
    return this.transactions.read(NOBODY, (tx) => this.facts.current(tx));
  }
}

import { Injectable } from '@nestjs/common';
import type { AcceleratorCatalogue } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import type { Checked, FacilityRefusal } from '../facts/facility-refusal.js';
import type { Recording } from '../facts/record-fact.js';
import { CatalogueFacts } from './catalogue-facts.port.js';
import type { CatalogueDecision } from './catalogue-statement.js';

export interface CatalogueRecorded {
  /** False: the catalogue said the same already, and nothing was written. */
  changed: boolean;
  before: AcceleratorCatalogue;
  catalogue: AcceleratorCatalogue;
}

@Injectable()
export class RecordCatalogueFactHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: CatalogueFacts,
  ) {}

  /** Decides on the newest catalogue, one writer at a time, so that no two facts make the same version. */
  async handle(
    decide: (catalogue: AcceleratorCatalogue) => Checked<CatalogueDecision>,
    { by, nowMs }: Recording,
  ): Promise<CatalogueRecorded | { refused: FacilityRefusal }> {
    return this.transactions.run(async (tx) => {
      await this.facts.lock(tx);
      const before = await this.facts.current(tx);
      const decided = decide(before);
      if ('refused' in decided) return decided;
      const { statement, catalogue } = decided.value;
      if (statement === undefined) return { changed: false, before, catalogue: before };
      await this.facts.append(tx, { ...statement, catalogueVersion: catalogue.version, recordedAtMs: nowMs, recordedBy: by });
      return { changed: true, before, catalogue };
    });
  }
}

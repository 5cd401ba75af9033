import { Injectable } from '@nestjs/common';
import { AcceleratorCatalogue } from '@tidemark/domain';
import { BASE_CATALOGUE } from '../catalogue/base-catalogue.js';
import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { CATALOGUE_KEY, encodeCatalogueFact } from '../catalogue/catalogue-fact.events.js';
import type { CatalogueFact, CatalogueStatement } from '../catalogue/catalogue-fact.js';
import { CatalogueFacts } from '../catalogue/catalogue-facts.port.js';

type FactRow = CatalogueStatement & { catalogue_version: number };

@Injectable()
export class PostgresCatalogueFacts extends CatalogueFacts {
  /** Facts are never changed, so what was folded once stays folded. Only what other transactions committed gets here: a writer asks before it appends. */
  private folded = BASE_CATALOGUE;

  async lock(tx: Transaction): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['tidemark catalogue']);
  }

  async current(tx: Transaction): Promise<AcceleratorCatalogue> {
    const since = this.folded;
    const rows = await tx.query<FactRow>(
      'select catalogue_version, kind, content from catalogue_fact where catalogue_version > $1 order by catalogue_version',
      [since.version],
    );
    const catalogue = rows.reduce(withFact, since);
    if (catalogue.version > this.folded.version) this.folded = catalogue;
    return catalogue;
  }

  async append(tx: Transaction, fact: CatalogueFact): Promise<void> {
    await tx.query(
      'insert into catalogue_fact (catalogue_version, kind, content, recorded_at_ms, recorded_by) values ($1, $2, $3, $4, $5)',
      [fact.catalogueVersion, fact.kind, JSON.stringify(fact.content), fact.recordedAtMs, fact.recordedBy],
    );
    await outbox(tx, TOPICS.facility, [{ key: CATALOGUE_KEY, value: encodeCatalogueFact(fact) }]);
  }
}

function withFact(catalogue: AcceleratorCatalogue, row: FactRow): AcceleratorCatalogue {
  const change = row.kind === 'accelerator' ? catalogue.with(row.content) : catalogue.withAlias(row.content.alias, row.content.model);
  if ('refused' in change) throw new Error(`catalogue fact ${row.catalogue_version} cannot be applied: ${JSON.stringify(change.refused)}`);
  // A later release may know by itself what a fact once added: the fact then changes nothing, and its version still counts.
  return change.catalogue.version === row.catalogue_version
    ? change.catalogue
    : new AcceleratorCatalogue(row.catalogue_version, change.catalogue.entries);
}

import { Injectable } from '@nestjs/common';
import { AcceleratorCatalogue, PUBLISHED_CATALOGUE } from '@tidemark/domain';
import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { CATALOGUE_KEY, encodeCatalogueFact } from '../catalogue/catalogue-fact.events.js';
import type { CatalogueFact, CatalogueStatement } from '../catalogue/catalogue-fact.js';
import { CatalogueFacts } from '../catalogue/catalogue-facts.port.js';

type FactRow = CatalogueStatement & { catalogue_version: number };

/** The catalogue up to one fact; facts are never changed, so what was folded once stays folded. */
interface Folded {
  /** Version of the last fact in it; 0: none. */
  through: number;
  catalogue: AcceleratorCatalogue;
}

@Injectable()
export class PostgresCatalogueFacts extends CatalogueFacts {
  /** Holds only what other transactions committed: a writer asks for the catalogue before it appends, never after. */
  private folded: Folded = { through: 0, catalogue: PUBLISHED_CATALOGUE };

  async lock(tx: Transaction): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['tidemark catalogue']);
  }

  async current(tx: Transaction): Promise<AcceleratorCatalogue> {
    const since = this.folded;
    const rows = await tx.query<FactRow>(
      'select catalogue_version, kind, content from catalogue_fact where catalogue_version > $1 order by catalogue_version',
      [since.through],
    );
    const folded = rows.reduce(withFact, since);
    if (folded.through > this.folded.through) this.folded = folded;
    return folded.catalogue;
  }

  async append(tx: Transaction, fact: CatalogueFact): Promise<void> {
    await tx.query(
      'insert into catalogue_fact (catalogue_version, kind, content, recorded_at_ms, recorded_by) values ($1, $2, $3, $4, $5)',
      [fact.catalogueVersion, fact.kind, JSON.stringify(fact.content), fact.recordedAtMs, fact.recordedBy],
    );
    await outbox(tx, TOPICS.facility, [{ key: CATALOGUE_KEY, value: encodeCatalogueFact(fact) }]);
  }
}

function withFact({ catalogue }: Folded, row: FactRow): Folded {
  const change = row.kind === 'accelerator' ? catalogue.with(row.content) : catalogue.withAlias(row.content.alias, row.content.model);
  if ('refused' in change) throw new Error(`catalogue fact ${row.catalogue_version} cannot be applied: ${JSON.stringify(change.refused)}`);
  // A later release may bring a higher version of its own, or know already what a fact once added: neither may renumber the facts.
  const version = Math.max(PUBLISHED_CATALOGUE.version, row.catalogue_version);
  const next = change.catalogue.version === version ? change.catalogue : new AcceleratorCatalogue(version, change.catalogue.entries);
  return { through: row.catalogue_version, catalogue: next };
}

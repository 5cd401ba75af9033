import { Injectable } from '@nestjs/common';
import { TOPICS } from '@tidemark/messaging';
import { outbox, type Transaction } from '@tidemark/persistence';
import { encodeFacilityFact } from '../facts/facility-fact.events.js';
import type { Contents, FacilityFact, FactKind, ThingName } from '../facts/facility-fact.js';
import { FacilityFacts, type FactPage } from '../facts/facility-facts.port.js';

interface FactRow<Kind extends FactKind> {
  kind: Kind;
  provider: string;
  id: string;
  version: number;
  content: Contents[Kind];
  recorded_at_ms: string;
  recorded_by: string;
}

const COLUMNS = 'kind, provider, id, version, content, recorded_at_ms, recorded_by';

@Injectable()
export class PostgresFacilityFacts extends FacilityFacts {
  async openFor(tx: Transaction, provider: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('tidemark.provider', $2, true)`, [
      `tidemark facility ${provider}`,
      provider,
    ]);
  }

  async latest<Kind extends FactKind>(tx: Transaction, { kind, provider, id }: ThingName<Kind>): Promise<FacilityFact<Kind> | undefined> {
    const rows = await tx.query<FactRow<Kind>>(
      `select ${COLUMNS} from facility_fact where kind = $1 and provider = $2 and id = $3 order by version desc limit 1`,
      [kind, provider, id],
    );
    return rows.map(factOf)[0];
  }

  async append(tx: Transaction, fact: FacilityFact): Promise<void> {
    await tx.query(`insert into facility_fact (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)`, [
      fact.kind,
      fact.provider,
      fact.id,
      fact.version,
      JSON.stringify(fact.content),
      fact.recordedAtMs,
      fact.recordedBy,
    ]);
    await outbox(tx, TOPICS.facility, [{ key: fact.provider, value: encodeFacilityFact(fact) }]);
  }

  async list<Kind extends FactKind>(tx: Transaction, kind: Kind, { provider, after, limit }: FactPage): Promise<FacilityFact<Kind>[]> {
    const rows = await tx.query<FactRow<Kind>>(
      `select ${COLUMNS} from facility_current
       where kind = $1 and ($2::text is null or provider = $2) and ($3::text is null or (provider, id) > ($3, $4::text))
       order by kind, provider, id limit $5`,
      [kind, provider ?? null, after?.provider ?? null, after?.id ?? null, limit],
    );
    return rows.map(factOf);
  }

  async history<Kind extends FactKind>(tx: Transaction, { kind, provider, id }: ThingName<Kind>): Promise<FacilityFact<Kind>[]> {
    const rows = await tx.query<FactRow<Kind>>(
      `select ${COLUMNS} from facility_fact where kind = $1 and provider = $2 and id = $3 order by version`,
      [kind, provider, id],
    );
    return rows.map(factOf);
  }
}

function factOf<Kind extends FactKind>(row: FactRow<Kind>): FacilityFact<Kind> {
  return {
    kind: row.kind,
    provider: row.provider,
    id: row.id,
    version: row.version,
    content: row.content,
    recordedAtMs: Number(row.recorded_at_ms),
    recordedBy: row.recorded_by,
  };
}

import { create, toBinary } from '@bufbuild/protobuf';
import { people } from '@tidemark/contracts';
import { TOPICS } from '@tidemark/messaging';
import { outbox, outboxTable, type Transaction } from '@tidemark/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Person, PersonFact } from './person.model.js';

/** What changes who may do what, and so bears on what was proposed before. A name never leaves the issuer. */
const TOLD: ReadonlySet<PersonFact['kind']> = new Set(['INVITED', 'CHANGED', 'DISABLED', 'ENABLED']);

/** Tells on person.v1, in the transaction of the fact, how a person stands after it. */
export async function tellOfChange(
  tx: Transaction,
  { id: person, role, provider = '', authority = '', status }: Person,
  { kind, number, nowMs }: { kind: PersonFact['kind']; number: string; nowMs: number },
): Promise<void> {
  if (!TOLD.has(kind)) return;
  const changed = create(people.PersonChangedSchema, {
    id: `person/${number}`,
    // Rises, with gaps: changes are numbered among all facts of people, one change at a time.
    sequence: BigInt(number),
    knownAtMs: BigInt(nowMs),
    ...{ person, role, provider, authority, status },
  });
  await outbox(tx, TOPICS.person, [{ key: person, value: toBinary(people.PersonChangedSchema, changed) }]);
}

/** Changes of people wait here until the event log has them. */
export class PersonChanges1763900700000 implements MigrationInterface {
  name = 'PersonChanges1763900700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxTable);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox; drop function outbox_notify;');
  }
}

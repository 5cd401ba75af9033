import type { Transaction } from '@tidemark/persistence';
import type { SealedBox } from '../issuer/sealed-box.js';
import type { RecordedFact } from './people.port.js';
import { evolve, type Person, type PersonFact } from './person.model.js';
import { tellOfChange } from './person-changes.postgres.js';

export interface PersonRow {
  id: string;
  sealed_identity: Buffer;
  role: Person['role'];
  provider: string | null;
  authority: string | null;
  status: Person['status'];
  version: number;
}

export interface By {
  actor: string;
  nowMs: number;
}

export const PERSON_COLUMNS = 'id, sealed_identity, role, provider, authority, status, version';
/** Sealed with the key of another data folder: the row can be administered, and nobody signs in as it. */
const UNREADABLE = { username: '(sealed with another key)', name: '(sealed with another key)' };

/** Rows of people and of their facts. Who somebody is stands sealed in them; a user name is found by a keyed hash of it. */
export class PersonRows {
  constructor(private readonly box: SealedBox) {}

  personOf({ sealed_identity, provider, authority, ...row }: PersonRow): Person {
    const opened = this.box.open(sealed_identity);
    const { username, name } = opened === undefined ? UNREADABLE : (JSON.parse(opened) as typeof UNREADABLE);
    return { ...row, username, name, provider: provider ?? undefined, authority: authority ?? undefined };
  }

  async find(tx: Transaction, id: string): Promise<Person | undefined> {
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    const [row] = await tx.query<PersonRow>(`select ${PERSON_COLUMNS} from person where id::text = $1`, [id]);
    return row && this.personOf(row);
  }

  async findByUsername(tx: Transaction, username: string): Promise<Person | undefined> {
    const [row] = await tx.query<PersonRow>(`select ${PERSON_COLUMNS} from person where username_hash = $1`, [this.hashOf(username)]);
    return row && this.personOf(row);
  }

  /** Records the fact and what it makes of the person, and tells of it whoever has to know. */
  async apply(tx: Transaction, person: Person | undefined, id: string, fact: PersonFact, by: By): Promise<Person> {
    const after = evolve(person, id, fact);
    const { username, name, role, provider, authority, status, version } = after;
    const identity = this.box.seal(JSON.stringify({ username, name }));
    await tx.query(
      `insert into person (${PERSON_COLUMNS}, username_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set sealed_identity = $2, role = $3, provider = $4, authority = $5, status = $6, version = $7`,
      [id, identity, role, provider ?? null, authority ?? null, status, version, this.hashOf(username)],
    );
    const number = await this.record(tx, id, fact, by);
    await tellOfChange(tx, after, { kind: fact.kind, number, nowMs: by.nowMs });
    return after;
  }

  /** Answers the number of the fact. */
  async record(tx: Transaction, person: string, fact: PersonFact, { actor, nowMs }: By): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      'insert into person_fact (person, sealed_fact, actor, known_at_ms) values ($1, $2, $3, $4) returning id',
      [person, this.box.seal(JSON.stringify(fact)), actor, nowMs],
    );
    return row!.id;
  }

  async facts(tx: Transaction, person: string): Promise<RecordedFact[]> {
    const sql = 'select sealed_fact, actor, known_at_ms from person_fact where person::text = $1 order by id';
    const rows = await tx.query<{ sealed_fact: Buffer; actor: string; known_at_ms: string }>(sql, [person]);
    return rows.flatMap(({ sealed_fact, actor, known_at_ms }) => {
      const fact = this.box.open(sealed_fact);
      return fact === undefined ? [] : [{ fact: JSON.parse(fact) as PersonFact, actor, knownAtMs: Number(known_at_ms) }];
    });
  }

  private hashOf(username: string): Buffer {
    return this.box.blind(`user name ${username}`);
  }
}

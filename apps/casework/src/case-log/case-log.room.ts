import { PostgresCaseReader } from '../postgres/case-reader.postgres.js';
import { PostgresCaseWrites } from '../postgres/case-writes.postgres.js';
import type { Room } from '../room.js';
import { CaseReader } from './case-reader.js';
import { CaseWrites } from './case-writes.js';
import { KnownPeople } from './known-people.js';
import { PeopleSource } from './people-source.js';

export const CASE_LOG_ROOM: Room = {
  providers: [
    { provide: CaseWrites, useClass: PostgresCaseWrites },
    { provide: CaseReader, useClass: PostgresCaseReader },
    { provide: PeopleSource, useClass: KnownPeople },
  ],
};

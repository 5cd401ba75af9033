import { PostgresPartyCandidates } from '../postgres/party-candidates.postgres.js';
import { PostgresPartyDirectory } from '../postgres/party-directory.postgres.js';
import { PostgresPartyMarks } from '../postgres/party-marks.postgres.js';
import { PostgresPartyRecords } from '../postgres/party-records.postgres.js';
import type { Room } from '../registry/room.js';
import { CandidatesController } from './candidates.controller.js';
import { JudgeRecordsHandler } from './judge-records.handler.js';
import { PairWords } from './pair-words.js';
import { PartiesController } from './parties.controller.js';
import { PartyCandidates } from './party-candidates.port.js';
import { PartyDirectory } from './party-directory.port.js';
import { PartyMarks } from './party-marks.port.js';
import { PartyReader } from './party-reader.js';
import { PartyRecords } from './party-records.port.js';
import { PartyResolver } from './party-resolver.js';
import { ResolveAfterUpgrade } from './resolve-after-upgrade.js';
import { ResolveCustomerTask } from './resolve-customer.task.js';

export const PARTIES_ROOM: Room = {
  // The fixed path comes before `v1/parties/:id`.
  controllers: [CandidatesController, PartiesController],
  providers: [
    { provide: PartyDirectory, useClass: PostgresPartyDirectory },
    { provide: PartyRecords, useClass: PostgresPartyRecords },
    { provide: PartyMarks, useClass: PostgresPartyMarks },
    { provide: PartyCandidates, useClass: PostgresPartyCandidates },
    PairWords,
    PartyResolver,
    PartyReader,
    JudgeRecordsHandler,
    ResolveCustomerTask,
    ResolveAfterUpgrade,
  ],
  tasks: [ResolveCustomerTask],
};

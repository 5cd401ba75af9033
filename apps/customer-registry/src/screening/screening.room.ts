import { ListFollowers } from '../lists/list-followers.port.js';
import { PostgresScreeningMatches } from '../postgres/screening-matches.postgres.js';
import { PostgresScreenings } from '../postgres/screenings.postgres.js';
import type { Room } from '../registry/room.js';
import { DecideMatchHandler } from './decide-match.handler.js';
import { FollowMatches } from './follow-matches.js';
import { IdentityAccess } from './identity-access.js';
import { ListChangeAsks } from './list-change-asks.js';
import { ListIndexes } from './list-indexes.js';
import { ListWatch } from './list-watch.js';
import { ListedOwners } from './listed-owners.js';
import { MatchesController } from './matches.controller.js';
import { ScreeningMatches } from './matches.port.js';
import { RecordScreening } from './record-screening.js';
import { RescreenAfterUpgrade } from './rescreen-after-upgrade.js';
import { RescreenListTask } from './rescreen-list.task.js';
import { RescreenSomeTask } from './rescreen-some.task.js';
import { RunScreeningHandler } from './run-screening.handler.js';
import { ScreenCustomerTask } from './screen-customer.task.js';
import { ScreenOwnedTask } from './screen-owned.task.js';
import { ScreeningQuery } from './screening.query.js';
import { ScreeningStandings } from './screening-standings.js';
import { ScreeningsController } from './screenings.controller.js';
import { Screenings } from './screenings.port.js';

export const SCREENING_ROOM: Room = {
  // The matches first: their path would else be taken for the id of a screening.
  controllers: [MatchesController, ScreeningsController],
  providers: [
    { provide: Screenings, useClass: PostgresScreenings },
    { provide: ScreeningMatches, useClass: PostgresScreeningMatches },
    ListIndexes,
    { provide: ListFollowers, useExisting: ListIndexes },
    ListWatch,
    RecordScreening,
    FollowMatches,
    ListChangeAsks,
    ListedOwners,
    RunScreeningHandler,
    ScreeningQuery,
    DecideMatchHandler,
    IdentityAccess,
    ScreeningStandings,
    ScreenCustomerTask,
    ScreenOwnedTask,
    RescreenListTask,
    RescreenSomeTask,
    RescreenAfterUpgrade,
  ],
  tasks: [ScreenCustomerTask, ScreenOwnedTask, RescreenListTask, RescreenSomeTask],
};

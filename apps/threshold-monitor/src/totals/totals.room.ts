import { IdentityFacts } from '../ask/identity-facts.port.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { TotalsWatch } from '../flags/totals-watch.port.js';
import { PostgresHourVectors } from '../postgres/hour-vectors.postgres.js';
import { PostgresIdentityFacts } from '../postgres/identity-facts.postgres.js';
import { PostgresPostedBatches } from '../postgres/posted-batches.postgres.js';
import { PostgresTotals } from '../postgres/totals.postgres.js';
import type { Room } from '../room.js';
import { HourVectors } from './hour-vectors.port.js';
import { MonitorTotalsController } from './totals.controller.js';
import { TotalsHandler } from './totals.handler.js';
import { PostedBatches, TotalsReader } from './totals.port.js';
import { TotalsAt } from './totals-at.js';
import { TotalsDoor } from './totals-door.js';
import { WatchTotals } from './watch-totals.js';

export const TOTALS_ROOM: Room = {
  controllers: [MonitorTotalsController],
  providers: [
    { provide: IdentityFacts, useClass: PostgresIdentityFacts },
    { provide: TotalsReader, useClass: PostgresTotals },
    { provide: HourVectors, useClass: PostgresHourVectors },
    { provide: PostedBatches, useClass: PostgresPostedBatches },
    { provide: TotalsWatch, useClass: WatchTotals },
    KnownIdentity,
    TotalsAt,
    TotalsHandler,
    TotalsDoor,
  ],
};

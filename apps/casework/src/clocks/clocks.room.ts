import { CaseCalendars } from '../case-log/case-calendars.js';
import { PostgresWorkingCalendars } from '../postgres/calendars.postgres.js';
import { PostgresCaseClocks } from '../postgres/clocks.postgres.js';
import type { Room } from '../room.js';
import { CaseClocks } from './case-clocks.port.js';
import { ClockJob } from './clock-job.js';
import { ClocksController } from './clocks.controller.js';
import { KnownCalendars } from './known-calendars.js';
import { SetCalendarHandler } from './set-calendar.handler.js';
import { WorkingCalendarsController } from './working-calendars.controller.js';
import { WorkingCalendars } from './working-calendars.port.js';

export const CLOCKS_ROOM: Room = {
  controllers: [ClocksController, WorkingCalendarsController],
  providers: [
    { provide: WorkingCalendars, useClass: PostgresWorkingCalendars },
    { provide: CaseClocks, useClass: PostgresCaseClocks },
    KnownCalendars,
    { provide: CaseCalendars, useExisting: KnownCalendars },
    SetCalendarHandler,
    ClockJob,
  ],
};

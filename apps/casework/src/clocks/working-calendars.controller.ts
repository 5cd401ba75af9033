import { Body, Controller, Get, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit } from '@tidemark/access';
import type { WorkingCalendar } from '@tidemark/domain';
import { IfMatch, isoOf, type Page, refuse } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { BUILT_IN_CALENDARS } from './built-in-calendars.js';
import { KnownCalendars } from './known-calendars.js';
import { SetCalendarHandler } from './set-calendar.handler.js';
import { CalendarQuery, SetCalendarBody } from './working-calendars.dto.js';
import { type GivenCalendar, WorkingCalendars } from './working-calendars.port.js';

const VIEW = '{jurisdiction, version, zone, weekend, holidays, rollsForward, source, verified, setAt?, setBy?}';

@ApiTags('clocks')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/working-calendars')
export class WorkingCalendarsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
    private readonly known: KnownCalendars,
    private readonly handler: SetCalendarHandler,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Permit('working-calendar', 'read')
  @ApiOperation({ summary: 'The calendars by which the ends of clocks are counted now' })
  @ApiOkResponse({ description: `{items: [${VIEW}]}` })
  async list(): Promise<Page<CalendarView>> {
    const book = await this.transactions.read({ oversight: true }, (tx) => this.known.load(tx));
    return { items: [...book.values()].sort((one, other) => (one.jurisdiction < other.jurisdiction ? -1 : 1)).map(calendarView) };
  }

  @Get(':jurisdiction')
  @Permit('working-calendar', 'read')
  @ApiOperation({ summary: 'One of them, or a version that held before' })
  @ApiOkResponse({ description: VIEW })
  async read(@Param('jurisdiction') jurisdiction: string, @Query() { version }: CalendarQuery): Promise<CalendarView> {
    const found = await this.transactions.read({ oversight: true }, async (tx) => {
      if (version === undefined) return (await this.known.load(tx)).get(jurisdiction);
      return version === 0 ? BUILT_IN_CALENDARS.get(jurisdiction) : this.calendars.find(tx, jurisdiction, version);
    });
    return calendarView(orCaseProblem(found ?? refuse('CALENDAR_UNKNOWN', 'There is no calendar of that jurisdiction and version.')));
  }

  @Put(':jurisdiction')
  @Permit('working-calendar', 'change')
  @ApiOperation({
    summary: 'Replace the calendar of a jurisdiction by its next version',
    description:
      'For clocks that start from now on. A clock that runs keeps the end that was counted when it started, and names the calendar it was counted by. The versions before stay to be read. The same content again changes nothing.',
  })
  @ApiOkResponse({ description: VIEW })
  async set(
    @Param('jurisdiction') jurisdiction: string,
    @Body() terms: SetCalendarBody,
    @IfMatch() ifMatch: number | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CalendarView> {
    if (!/^([A-Z]{2}|-)$/.test(jurisdiction)) orCaseProblem(refuse('JURISDICTION_MALFORMED', `"${jurisdiction.slice(0, 20)}" is none.`));
    const set = await this.handler.set({ caller, nowMs: this.clock.now(), jurisdiction, terms, ifMatch });
    return calendarView(orCaseProblem<WorkingCalendar>(set));
  }
}

function calendarView(calendar: WorkingCalendar | GivenCalendar) {
  const { jurisdiction, version, zone, weekend, holidays, rollsForward, source, verified } = calendar;
  return {
    jurisdiction,
    version,
    zone,
    weekend,
    holidays: [...holidays].sort(),
    rollsForward,
    source,
    verified,
    ...('setAtMs' in calendar ? { setAt: isoOf(calendar.setAtMs), setBy: calendar.setBy } : {}),
  };
}
type CalendarView = ReturnType<typeof calendarView>;

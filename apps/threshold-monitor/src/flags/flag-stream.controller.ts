import { Controller, Get, Headers, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticator, type Caller, CurrentCaller, Permit } from '@tidemark/access';
import { Metrics } from '@tidemark/observability';
import type { Request, Response } from 'express';
import type { Counter } from 'prom-client';
import { orRefusal } from '../ask/asking-problems.js';
import { type Answer, refuse, shown } from '../ask/refusal.js';
import { readFilter } from './flag-question.js';
import { FlagStreams } from './flag-stream.js';
import { serverSentEvent } from './flag-stream.view.js';
import { FlagStreamQuery } from './flags.dto.js';
import { openEventStream, type ServerSentEvent, sendEvents } from './server-sent-events.js';
import { TotalsWatch } from './totals-watch.port.js';

@ApiTags('flags')
@ApiBearerAuth()
@Controller('v1/flags/stream')
export class FlagStreamController {
  private readonly logger = new Logger(FlagStreamController.name);
  private readonly ends: Counter;

  constructor(
    private readonly streams: FlagStreams,
    private readonly totals: TotalsWatch,
    private readonly authenticator: Authenticator,
    metrics: Metrics,
  ) {
    this.ends = metrics.counter('tidemark_flag_stream_ends_total', 'Streams of flags that ended, by why', ['why']);
  }

  @Get()
  @Permit('flag', 'read')
  @ApiOperation({
    summary: 'Live: flags as they are raised and whatever becomes of them, as server-sent events',
    description:
      'Events `flag`, `heartbeat` every 15 seconds, `ended` before the server ends the stream, and with `scope` and `id` also `totals` of that scope when they change, at most once a second. ' +
      'The id of an event is its place: send it back as `Last-Event-ID` or `after`, and nothing is missed and nothing told twice.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async stream(
    @Query() query: FlagStreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { scope, id, controlRule, after, ...narrowed } = query;
    const filter = orRefusal(readFilter(caller, narrowed));
    // A browser that connects again sends both: the address it began with, and how far it got.
    const position = orRefusal(readPosition(lastEventId || after));
    const totals = scope === undefined && id === undefined ? undefined : await this.totals.watch(caller, { scope, id, controlRule });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { authorization } = request.headers;
    const checkToken = () => this.authenticator.authenticate(authorization);
    const events = this.streams.start({ caller, checkToken, filter, after: position, totals, gone: gone.signal });
    openEventStream(response);
    const why = await sendEvents(response, inText(events));
    this.ends.inc({ why });
    if (why === 'slow')
      this.logger.warn({ subject: caller.subject }, 'a stream of flags was cut: its client did not read for half a minute');
  }
}

async function* inText(events: AsyncIterable<Parameters<typeof serverSentEvent>[0]>): AsyncGenerator<ServerSentEvent> {
  for await (const event of events) yield serverSentEvent(event);
}

export function readPosition(raw: string | undefined): Answer<bigint | undefined> {
  if (raw === undefined) return { answer: undefined };
  if (/^\d{1,18}$/.test(raw)) return { answer: BigInt(raw) };
  return refuse(
    'AFTER_INVALID',
    `Last-Event-ID or after must be the id of an event that was received, or 0; it was ${shown(raw)}.`,
    'after',
  );
}

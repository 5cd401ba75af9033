import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { type Caller, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { EventReader } from '../cloudevents/event-reader.js';
import { SubmitReportsHandler } from '../submission/submit-reports.handler.js';
import { DoorRequests } from './door-request.js';
import { DescribeEvents } from './openapi.js';
import { discardBody } from './read-body.js';
import { receiptsAnswer } from './receipts-answer.js';
import { refusedRequest } from './refused-request.js';

/** `POST /v1/events`: usage as CloudEvents 1.0, structured, batch or binary. Answers 202 with receipts once they are durable. */
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly requests: DoorRequests,
    private readonly reader: EventReader,
    private readonly submit: SubmitReportsHandler,
  ) {}

  @Post()
  @HttpCode(202)
  @Permit('usage-report', 'send')
  @DescribeEvents()
  async events(@Req() request: IncomingMessage, @CurrentCaller() caller: Caller): Promise<unknown> {
    const provider = tenantOf(caller);
    const message = { headers: headerPairs(request.rawHeaders), contentType: request.headers['content-type'] };
    const announced = this.reader.modeOf(message, 'ce-');
    if ('refused' in announced) {
      discardBody(request);
      throw refusedRequest(announced.refused);
    }
    return this.requests.take(request, provider, async (body) => {
      const read = this.reader.read({ ...message, body }, announced.mode, 'ce-');
      if ('refused' in read) throw refusedRequest(read.refused);
      return receiptsAnswer(await this.submit.handle(provider, 'cloudevents', read.reports), read.several);
    });
  }
}

/** As sent, because Node joins headers that were sent twice. */
function headerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i]!.toLowerCase(), raw[i + 1]!]);
  return pairs;
}

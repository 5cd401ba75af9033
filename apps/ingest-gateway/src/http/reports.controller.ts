import type { IncomingMessage } from 'node:http';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { type Caller, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { ReportReader } from '../reading/report-reader.js';
import { SubmitReportsHandler } from '../submission/submit-reports.handler.js';
import { DoorRequests } from './door-request.js';
import { DescribeReports } from './openapi.js';
import { discardBody } from './read-body.js';
import { receiptsAnswer } from './receipts-answer.js';
import { refusedRequest } from './refused-request.js';

/** `POST /v1/reports`: usage reports as JSON, JSON Lines or protobuf. Answers 202 with receipts once they are durable. */
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly requests: DoorRequests,
    private readonly reader: ReportReader,
    private readonly submit: SubmitReportsHandler,
  ) {}

  @Post()
  @HttpCode(202)
  @Permit('usage-report', 'send')
  @DescribeReports()
  async report(@Req() request: IncomingMessage, @CurrentCaller() caller: Caller): Promise<unknown> {
    const provider = tenantOf(caller);
    const format = this.reader.formatOf(request.headers['content-type']);
    if ('refused' in format) {
      discardBody(request);
      throw refusedRequest(format.refused);
    }
    return this.requests.take(request, provider, async (body) => {
      const read = this.reader.read(body, format.format);
      if ('refused' in read) throw refusedRequest(read.refused);
      return receiptsAnswer(await this.submit.handle(provider, 'http', read.reports), read.several);
    });
  }
}

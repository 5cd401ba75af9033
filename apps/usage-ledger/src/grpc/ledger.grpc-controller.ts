import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { type Caller, CurrentCaller, callerOf, orProblem, Permit, resolveScopedId } from '@tidemark/access';
import type {
  GetConservationRequest,
  GetConservationResponseSchema,
  GetReportRequest,
  GetReportResponseSchema,
  GetTotalsRequest,
  GetTotalsResponseSchema,
  ListFindingsRequest,
  ListFindingsResponseSchema,
  PostedBatch,
  StreamPostingsRequest,
} from '@tidemark/contracts';
import { Observable } from 'rxjs';
import { orRefusal } from '../ask/ledger-problems.js';
import { readingTenant } from '../ask/reading-tenant.js';
import { ConservationHandler } from '../conservation/conservation.handler.js';
import { FINDINGS_DEFAULT } from '../findings/findings.handler.js';
import { FindingsDoor } from '../findings/findings-door.js';
import { PostingStream } from '../postings/posting-stream.js';
import { ReportFateHandler, readReportNumber } from '../reports/report-fate.handler.js';
import { TotalsDoor } from '../totals/totals-door.js';
import { conservationMessage, findingMessage, reportFateMessage, totalsMessage } from './ledger-messages.js';
import { sendBatches } from './send-batches.js';

/** `tidemark.ledger.v1.Ledger`: the same answers as over HTTP, from the same handlers. Absent text is the empty text here. */
@Controller()
export class LedgerGrpcController {
  constructor(
    private readonly totals: TotalsDoor,
    private readonly conservation: ConservationHandler,
    private readonly reports: ReportFateHandler,
    private readonly findings: FindingsDoor,
    private readonly postings: PostingStream,
  ) {}

  @GrpcMethod('Ledger', 'GetTotals')
  @Permit('usage-total', 'read')
  async getTotals(
    @Payload() request: GetTotalsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof GetTotalsResponseSchema>> {
    const answer = await this.totals.ask(caller, {
      scope: request.scope,
      id: present(request.id),
      from: request.fromMs?.toString(),
      to: request.toMs?.toString(),
      knownAt: request.knownAtMs?.toString(),
      by: request.by,
    });
    return totalsMessage(answer);
  }

  @GrpcMethod('Ledger', 'GetConservation')
  @Permit('conservation', 'read')
  async getConservation(
    @Payload() request: GetConservationRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof GetConservationResponseSchema>> {
    const tenant = readingTenant(caller);
    if (request.source === '') return { sources: (await this.conservation.all(tenant)).map(conservationMessage) };
    const { provider, id } = orProblem(resolveScopedId(caller, request.source));
    return { sources: [conservationMessage(orRefusal(await this.conservation.ofSource(tenant, provider, id)))] };
  }

  @GrpcMethod('Ledger', 'GetReport')
  @Permit('usage-report', 'read')
  async getReport(
    @Payload() request: GetReportRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof GetReportResponseSchema>> {
    const tenant = readingTenant(caller);
    const number = orRefusal(readReportNumber({ epoch: String(request.epoch), sequence: String(request.sequence) }));
    const { provider, id } = orProblem(resolveScopedId(caller, request.source));
    const report = { provider, source: id, ...number };
    return reportFateMessage(report, orRefusal(await this.reports.handle(tenant, report)));
  }

  @GrpcMethod('Ledger', 'ListFindings')
  @Permit('finding', 'read')
  async listFindings(
    @Payload() request: ListFindingsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<MessageInitShape<typeof ListFindingsResponseSchema>> {
    const { findings, next } = await this.findings.ask(caller, {
      kind: present(request.kind),
      source: present(request.source),
      cluster: present(request.cluster),
      cursor: present(request.pageToken),
      limit: request.pageSize === 0 ? FINDINGS_DEFAULT : request.pageSize,
    });
    return { findings: findings.map(findingMessage), nextPageToken: next ?? '' };
  }

  /** Writes to the call itself: an Observable would be drained into memory as fast as the database can deliver. */
  @GrpcMethod('Ledger', 'StreamPostings')
  @Permit('usage-total', 'read-postings')
  streamPostings(
    request: StreamPostingsRequest,
    metadata: Metadata,
    call: ServerWritableStream<StreamPostingsRequest, PostedBatch>,
  ): Observable<never> {
    const tenant = readingTenant(callerOf(metadata));
    return new Observable((subscriber) => {
      const stop = new AbortController();
      call.once('cancelled', () => stop.abort());
      sendBatches(call, this.postings.all(tenant, request.afterPosition, request.follow, stop.signal), stop.signal).then(
        () => subscriber.complete(),
        (error) => subscriber.error(error),
      );
      return () => stop.abort();
    });
  }
}

const present = (text: string): string | undefined => (text === '' ? undefined : text);

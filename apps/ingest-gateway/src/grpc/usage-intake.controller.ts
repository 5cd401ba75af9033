import { type BeforeApplicationShutdown, Controller, Inject } from '@nestjs/common';
import { GrpcStreamCall } from '@nestjs/microservices';
import { Authenticator, ProblemException, Public, requireAttempt, tenantOf } from '@tidemark/access';
import { Admission } from '../admission/admission.js';
import { DOOR_LIMITS_TOKEN, type DoorLimits } from '../door-limits.js';
import { type DoorRefusal, problemOf, refusal } from '../door-problems.js';
import { readOne } from '../reading/protobuf-reports.js';
import { receiptMessage } from '../submission/receipt.js';
import { SubmitReportsHandler } from '../submission/submit-reports.handler.js';
import { grpcStatus } from './grpc-status.js';
import { OpenStream, ReceiptWriter, type ReportCall, readOneAtATime } from './report-stream.js';

const LEAVE_MS = 50;

/**
 * `tidemark.usage.v1.UsageIntake/Report`: reports in, receipts out in their order, each once its report is durable. A
 * refused report gets a receipt that says so, and the stream goes on. While the log is behind, reading pauses.
 *
 * Open to the platform's guard because it sees the token only once; a stream may outlive its token, so the stream asks again.
 */
@Controller()
@Public()
export class UsageIntakeController implements BeforeApplicationShutdown {
  private readonly open = new Set<OpenStream>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly admission: Admission,
    private readonly submit: SubmitReportsHandler,
    @Inject(DOOR_LIMITS_TOKEN) private readonly limits: DoorLimits,
  ) {}

  @GrpcStreamCall('UsageIntake', 'Report')
  async report(call: ReportCall): Promise<void> {
    readOneAtATime(call);
    try {
      const provider = await this.providerOf(call);
      const admitted = this.admission.enterStream(provider, performance.now());
      if ('refused' in admitted) throw asProblem(admitted.refused);
      await this.serve(call, provider).finally(admitted.leave);
    } catch (error) {
      if (!call.cancelled) call.emit('error', grpcStatus(error));
    }
  }

  /** Ends the open streams behind the report in hand: what was taken is answered, nothing more is read. */
  async beforeApplicationShutdown(): Promise<void> {
    const streams = [...this.open];
    for (const stream of streams) stream.close();
    await Promise.all(streams.map(({ ended }) => ended));
    // Nest then cuts the connections; what was written needs a moment to leave.
    if (streams.length > 0) await new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
  }

  private async serve(call: ReportCall, provider: string): Promise<void> {
    const ended = Promise.withResolvers<void>();
    const stream = new OpenStream(call, ended.promise);
    this.open.add(stream);
    try {
      await this.answerAll(call, stream, provider);
    } finally {
      this.open.delete(stream);
      ended.resolve();
    }
  }

  private async answerAll(call: ReportCall, stream: OpenStream, provider: string): Promise<void> {
    const receipts = new ReceiptWriter(call, this.limits.reportsInFlightPerStream);
    let trustedUntilMs = performance.now() + this.limits.streamTokenMs;
    let failure: unknown;
    for (;;) {
      const next = await stream.next();
      if (next === 'closing') failure = asProblem(refusal('DOOR_CLOSED', 'The door is closing. Open another stream.'));
      if (!(next instanceof Uint8Array)) break;
      if (performance.now() > trustedUntilMs) {
        failure = await this.changeOfCaller(call, provider);
        if (failure) break;
        trustedUntilMs = performance.now() + this.limits.streamTokenMs;
      }
      const { receipt } = await this.submit.whenRoom(provider, 'grpc', readOne(next));
      await receipts.add(receipt.then(receiptMessage));
    }
    await receipts.finish();
    if (failure) throw failure;
    call.end();
  }

  private async providerOf(call: ReportCall): Promise<string> {
    const [authorization] = call.metadata.get('authorization');
    const caller = await this.authenticator.authenticate(typeof authorization === 'string' ? authorization : undefined);
    requireAttempt(caller, { kind: 'usage-report', action: 'send' });
    return tenantOf(caller);
  }

  private async changeOfCaller(call: ReportCall, provider: string): Promise<unknown> {
    try {
      const now = await this.providerOf(call);
      return now === provider ? undefined : new Error('the same token now names another provider');
    } catch (error) {
      return error;
    }
  }
}

const asProblem = ({ code, message }: DoorRefusal): ProblemException =>
  new ProblemException({ status: problemOf(code).status, title: problemOf(code).title }, { code, detail: message });

import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { contentHash, encodeColumns } from '@tidemark/contracts';
import { type CheckedReport, checkReport, integerOf, type OpaqueReport, type ReportCandidate } from '@tidemark/domain';
import type { LogPosition } from '@tidemark/messaging';
import { type DoorRefusal, refusal } from '../door-problems.js';
import { MeterKeys } from '../meters/meter-keys.js';
import type { EnvelopeDraft } from '../publishing/report-publisher.js';
import type { Receipt } from './receipt.js';
import { signatureRefusal } from './signature.policy.js';
import type { Submission } from './submission.js';

/** What became of a report that was right. */
export type Outcome = { position: LogPosition } | { refused: DoorRefusal };

/** A report that may be published, and the receipt that it gets by the outcome; or the receipt that says why it may not. */
export type Prepared = { draft: EnvelopeDraft; receipt: (outcome: Outcome) => Receipt } | { refused: Receipt };

const NO_BYTES = new Uint8Array(0);

/** Check, canonical encoding, content hash and signature: everything between reading a report and publishing it, the same for every door. */
@Injectable()
export class PrepareReportHandler {
  constructor(
    private readonly meters: MeterKeys,
    private readonly clock: Clock,
  ) {}

  handle(submission: Submission): Prepared {
    const nowMs = this.clock.now();
    const checked = checkReport(submission.candidate, { nowMs });
    if ('refused' in checked) return { refused: refusedReceipt(submission.provider, submission.candidate, nowMs, checked.refused) };
    return 'opaque' in checked
      ? this.prepareOpaque(submission, checked.opaque, nowMs)
      : this.prepareReport(submission, checked.report, nowMs);
  }

  /** The receipt of a report that could not even be read. */
  refuse(provider: string, refused: DoorRefusal): Receipt {
    return refusedReceipt(provider, {}, this.clock.now(), refused);
  }

  private prepareReport(submission: Submission, report: CheckedReport, nowMs: number): Prepared {
    const columns = encodeColumns(report.columns);
    const hash = contentHash(columns);
    const unsigned = signatureRefusal(report, hash.toString('hex'), this.meters.keyOf(submission.provider, report.source));
    if (unsigned) return { refused: refusedReceipt(submission.provider, submission.candidate, nowMs, unsigned) };
    return publishable(report.rejected, {
      ...headOf(submission, report, nowMs),
      producedAtMs: report.producedAtMs,
      contentHash: hash,
      recordCount: report.recordCount,
      rejected: report.rejected.map(({ index, code, field }) => ({ index, code, field })),
      columns,
      schemaVersion: 1,
      opaque: NO_BYTES,
      opaqueContentType: '',
      ...(report.signature && { signature: report.signature }),
    });
  }

  /** Kept whole for when the version becomes readable; its hash is over the bytes as they came. */
  private prepareOpaque(submission: Submission, report: OpaqueReport, nowMs: number): Prepared {
    if (this.meters.keyOf(submission.provider, report.source) !== undefined) {
      // Kept unverified it would take the sequence of a report that the meter did sign.
      const message = `The meter ${report.source} must sign, and signatures of schema version ${report.schemaVersion} cannot be checked here.`;
      return {
        refused: refusedReceipt(
          submission.provider,
          submission.candidate,
          nowMs,
          refusal('SIGNATURE_UNVERIFIABLE', message, 'schemaVersion'),
        ),
      };
    }
    const opaque = submission.raw();
    return publishable([], {
      ...headOf(submission, report, nowMs),
      producedAtMs: 0,
      contentHash: contentHash(opaque),
      recordCount: 0,
      rejected: [],
      columns: NO_BYTES,
      schemaVersion: report.schemaVersion,
      opaque,
      opaqueContentType: submission.rawContentType,
    });
  }
}

const headOf = (
  { provider, door }: Submission,
  { source, epoch, sequence }: { source: string; epoch: number; sequence: bigint },
  receivedAtMs: number,
) => ({ provider, source, epoch, sequence, receivedAtMs, door });

function publishable(rejected: Receipt['verdicts'], draft: EnvelopeDraft): Prepared {
  const { provider, source, epoch, sequence, receivedAtMs } = draft;
  const receipt = (outcome: Outcome): Receipt =>
    'refused' in outcome
      ? refusedReceipt(provider, draft, receivedAtMs, outcome.refused)
      : {
          provider,
          source,
          epoch,
          sequence,
          contentHash: Buffer.from(draft.contentHash).toString('hex'),
          receivedAtMs,
          verdicts: rejected,
          position: { log: outcome.position.topic, partition: outcome.position.partition, offset: outcome.position.offset },
          refused: undefined,
          message: undefined,
        };
  return { draft, receipt };
}

export function refusedReceipt(provider: string, candidate: Partial<ReportCandidate>, receivedAtMs: number, refused: DoorRefusal): Receipt {
  return {
    provider,
    ...readableId(candidate),
    contentHash: '',
    receivedAtMs,
    verdicts: [],
    position: undefined,
    refused,
    message: undefined,
  };
}

const MAX_SHOWN_SOURCE = 128;
const UINT32_MAX = 4_294_967_295;
const UINT64_MAX = 18_446_744_073_709_551_615n;

/** As much of the id as can be shown back, so that the sender finds its report again. */
function readableId({ source, epoch, sequence }: Partial<ReportCandidate>): Pick<Receipt, 'source' | 'epoch' | 'sequence'> {
  const within = (value: unknown, max: number | bigint): number | bigint => {
    const integer = integerOf(value ?? 0) ?? 0;
    return integer >= 0 && integer <= max ? integer : 0;
  };
  return {
    source: typeof source === 'string' && source.length <= MAX_SHOWN_SOURCE && source.isWellFormed() ? source : '',
    epoch: Number(within(epoch, UINT32_MAX)),
    sequence: BigInt(within(sequence, UINT64_MAX)),
  };
}

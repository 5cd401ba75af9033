import { type LedgerChange, type StandingReport, waitingFor } from '@tidemark/domain';
import type { TakenReport } from './counting-store.port.js';
import type { ReportMessage } from './report-messages.js';

/** A submission that the ledger takes: standing, or a copy of a standing one. */
export interface Submission {
  message: ReportMessage;
  providerId: number;
  sourceId: number;
  copy: TakenReport['copy'];
}

export const idOf = ({ envelope }: ReportMessage) => ({ epoch: envelope.epoch, sequence: envelope.sequence });

export const keyOfReport = ({ message, sourceId }: Submission): string =>
  waitingFor.report(sourceId, message.envelope.epoch, message.envelope.sequence);

export const isOpaque = ({ message }: Submission): boolean => message.envelope.schemaVersion > 1;

/** Passes over what the transport delivered again: origins rise within a stream. */
export function moveMark(marks: Map<string, bigint>, { envelope }: ReportMessage): boolean {
  const { stream, offset } = envelope.origin;
  if (offset < (marks.get(stream) ?? 0n)) return false;
  marks.set(stream, offset + 1n);
  return true;
}

/** The marks that a run moves. */
export function marksUntil(before: ReadonlyMap<string, bigint>, run: readonly Submission[]): Map<string, bigint> {
  const moved = new Map<string, bigint>();
  for (const { message } of run) {
    const { stream, offset } = message.envelope.origin;
    if (offset >= (before.get(stream) ?? 0n)) moved.set(stream, offset + 1n);
  }
  return moved;
}

/** Neighbours that can be counted together; a slow one stands alone. */
export function runsOf(submissions: readonly Submission[], isSlow: (submission: Submission) => boolean): Submission[][] {
  const runs: Submission[][] = [];
  let open: Submission[] | undefined;
  for (const submission of submissions) {
    if (isSlow(submission)) {
      runs.push([submission]);
      open = undefined;
    } else if (open) open.push(submission);
    else runs.push((open = [submission]));
  }
  return runs;
}

export const takenReport = ({ message, providerId, sourceId, copy }: Submission, position: number): TakenReport => ({
  providerId,
  sourceId,
  epoch: message.envelope.epoch,
  sequence: message.envelope.sequence,
  position,
  contentHash: message.envelope.contentHash,
  receivedAtMs: message.envelope.receivedAtMs,
  recordCount: message.envelope.recordCount,
  opaque: message.envelope.schemaVersion > 1,
  copy,
  envelope: message.bytes,
});

export const standingReport = ({ message, providerId, sourceId }: Submission, { position }: TakenReport): StandingReport => ({
  provider: message.envelope.provider,
  providerId,
  sourceId,
  epoch: message.envelope.epoch,
  sequence: message.envelope.sequence,
  position,
  rejected: message.envelope.rejected.length,
  columns: message.columns,
  dictionary: message.dictionary,
});

/** Copies and opaque reports are not folded, but they were received. */
export function tallyUnfolded(submission: Submission, change: LedgerChange): void {
  const { message, providerId, sourceId, copy } = submission;
  const tally = change.tally(sourceId, providerId);
  if (isOpaque(submission)) {
    if (!copy) tally.opaqueReports++;
    return;
  }
  if (!copy) return;
  const { columns, envelope } = message;
  tally.receive('rejected', envelope.rejected.length);
  tally.receive(copy, columns.length);
  for (let row = 0; row < columns.length; row++) tally.receiveMs(copy, columns.count[row]! * (columns.endMs[row]! - columns.startMs[row]!));
}

import type { DoorRefusal } from '../door-problems.js';

/** A place in the log, as receipts name it. */
export interface ReceiptPosition {
  log: string;
  partition: number;
  offset: bigint;
}

/** The answer to one report (proto ReportReceipt). Either it is durable and has a position, or it is refused and is in no count. */
export interface Receipt {
  provider: string;
  /** What could be read of the report's id; '' and 0 when it could not. */
  source: string;
  epoch: number;
  sequence: bigint;
  /** Lower-case hex. */
  contentHash: string;
  receivedAtMs: number;
  /** The rejected records; all others are accepted. */
  verdicts: readonly RejectedVerdict[];
  position: ReceiptPosition | undefined;
  refused: DoorRefusal | undefined;
  /** Kafka intake: the message that carried the report. */
  message: ReceiptPosition | undefined;
}

export interface RejectedVerdict {
  index: number;
  code: string;
  field: string;
  message: string;
}

/** The receipt in the proto3 JSON mapping: 64-bit integers as strings, enums by name; index 0 and partition 0 are written out. */
export function receiptJson(receipt: Receipt): Record<string, unknown> {
  return {
    provider: receipt.provider,
    source: receipt.source,
    epoch: receipt.epoch,
    sequence: receipt.sequence.toString(),
    contentHash: receipt.contentHash,
    ...(receipt.position && { position: positionJson(receipt.position) }),
    receivedAtMs: receipt.receivedAtMs.toString(),
    verdicts: receipt.verdicts.map((verdict) => ({
      index: verdict.index,
      verdict: 'REJECTED',
      code: verdict.code,
      field: verdict.field,
      message: verdict.message,
    })),
    ...(receipt.refused && { refused: refusedFields(receipt.refused) }),
    ...(receipt.message && { message: positionJson(receipt.message) }),
  };
}

/** The receipt as the fields of the generated message, for gRPC. */
export function receiptMessage(receipt: Receipt) {
  return {
    provider: receipt.provider,
    source: receipt.source,
    epoch: receipt.epoch,
    sequence: receipt.sequence,
    contentHash: receipt.contentHash,
    ...(receipt.position && { position: receipt.position }),
    receivedAtMs: BigInt(receipt.receivedAtMs),
    verdicts: receipt.verdicts.map((verdict) => ({
      index: verdict.index,
      verdict: REJECTED,
      code: verdict.code,
      field: verdict.field,
      message: verdict.message,
    })),
    ...(receipt.refused && { refused: refusedFields(receipt.refused) }),
    ...(receipt.message && { message: receipt.message }),
  };
}

export type ReceiptMessage = ReturnType<typeof receiptMessage>;

/** RecordVerdict.Verdict.REJECTED. */
const REJECTED = 2;

const refusedFields = ({ code, field, message }: DoorRefusal) => ({ code, field, message });

const positionJson = ({ log, partition, offset }: ReceiptPosition) => ({ log, partition, offset: offset.toString() });

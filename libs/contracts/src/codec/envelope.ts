/** What one message of usage.reports.v1 holds; see proto/tidemark/usage/v1/envelope.proto for the meaning of each field. */
export interface Envelope {
  provider: string;
  source: string;
  epoch: number;
  sequence: bigint;
  /** Milliseconds since 1970, as is `producedAtMs` (0: not given). */
  receivedAtMs: number;
  producedAtMs: number;
  /** 32 bytes. */
  contentHash: Uint8Array;
  origin: EnvelopeOrigin;
  recordCount: number;
  rejected: RejectedRecord[];
  /** Encoded RecordColumns; empty when opaque or all records were rejected. */
  columns: Uint8Array;
  schemaVersion: number;
  opaque: Uint8Array;
  opaqueContentType: string;
  /** "http", "grpc", "cloudevents" or "kafka". */
  door: string;
  signature?: EnvelopeSignature;
}

export interface EnvelopeOrigin {
  stream: string;
  offset: bigint;
}

export interface RejectedRecord {
  index: number;
  code: string;
  field: string;
}

export interface EnvelopeSignature {
  algorithm: string;
  value: Uint8Array;
}

/** Field numbers of ReportEnvelope. */
export const ENVELOPE = {
  provider: 1,
  source: 2,
  epoch: 3,
  sequence: 4,
  receivedAtMs: 5,
  producedAtMs: 6,
  contentHash: 7,
  origin: 8,
  recordCount: 9,
  rejected: 10,
  columns: 11,
  schemaVersion: 12,
  opaque: 13,
  opaqueContentType: 14,
  door: 15,
  signature: 16,
} as const;

/** Generated messages and services, flat; and by context (`usage`, `facility`, `ledger`, `customer`, `monitor`, `casework`, `people`) where a name has another meaning elsewhere. */

export { decodeColumns } from './codec/columns-decoder.js';
export { encodeColumns } from './codec/columns-encoder.js';
export { canonicalHash, contentHash } from './codec/content-hash.js';
export { DecodedColumns } from './codec/decoded-columns.js';
export { type DelimitedLimits, splitDelimited } from './codec/delimited.js';
export type { Envelope, EnvelopeOrigin, EnvelopeSignature, RejectedRecord } from './codec/envelope.js';
export { decodeEnvelope } from './codec/envelope-decoder.js';
export { encodeEnvelope } from './codec/envelope-encoder.js';
export { parseJsonExactly } from './codec/exact-json.js';
export { MalformedEnvelope } from './codec/malformed.js';
export { decodePostedBatch } from './codec/posted-batch-decoder.js';
export {
  encodePostedBatch,
  type PostedBasisShare,
  type PostedBatchContent,
  type PostedRow,
  type PostedShare,
} from './codec/posted-batch-encoder.js';
export type { PostedColumns } from './codec/posted-columns.js';
export { decodeUsageReport } from './codec/usage-report-decoder.js';
export { drained } from './drained.js';
export * from './grpc.js';
export { type GrpcCall, type GrpcClient, GrpcFailure, type GrpcStatus, grpcClient, type MethodsOf } from './grpc-client.js';
export * from './grpc-health.js';
export * as casework from './messages/casework.js';
export { catalogueAfter, readFacilityEvent, UnusableFact } from './messages/catalogue-facts.js';
export * from './messages/customer.js';
export * as customer from './messages/customer.js';
export * from './messages/facility.js';
export * as facility from './messages/facility.js';
export { type IdentityMessage, readIdentity } from './messages/identity-message.js';
export * from './messages/ledger.js';
export * as ledger from './messages/ledger.js';
export * from './messages/monitor.js';
export * as monitor from './messages/monitor.js';
export * as people from './messages/people.js';
export * from './messages/usage.js';
export * as usage from './messages/usage.js';

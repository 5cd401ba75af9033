/** Bytes that are not what they should be. A message of the log that throws it goes to the dead letters: no retry mends it. */
export class MalformedEnvelope extends Error {
  readonly code = 'MALFORMED_ENVELOPE';
  readonly retryable = false;
  override readonly name = 'MalformedEnvelope';
}

/** Bytes from outside that are not protobuf, or not the message they should be. The doors answer it with a refusal. */
export class MalformedProtobuf extends Error {
  readonly code = 'MALFORMED_PROTOBUF';
  override readonly name = 'MalformedProtobuf';
}
